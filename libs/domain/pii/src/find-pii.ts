import { severityOf, type Finding } from "@parapet/detection";
import { isAllowed, type AllowedValue } from "./allow-list.ts";
import { denyListRecognizers, type DenyList } from "./deny-list.ts";
import type { PhoneLeniency } from "./phone-leniency.ts";
import type { Candidate, Recognizer, RecognizerOptions } from "./recognizer.ts";
import { recognizers } from "./recognizers.ts";
import { scoreInContext } from "./score-in-context.ts";
import { searchableText } from "./searchable-text.ts";
import { withoutOverlaps } from "./without-overlaps.ts";

export interface PiiOptions {
  /**
   * Entities to look for, by Presidio's names. A name that no recognizer has finds nothing. Without it all are looked
   * for but those on request.
   */
  readonly entities?: readonly string[] | undefined;
  /** Countries whose identifiers are looked for, as `country` of a recognizer; all without it. */
  readonly countries?: readonly string[] | undefined;
  /** ISO 3166 regions whose national phone formats are read, beside international ones. */
  readonly regions?: readonly string[] | undefined;
  /** How strictly phone numbers must be written; `valid` without it. */
  readonly phoneLeniency?: PhoneLeniency | undefined;
  /** Words that make a candidate of any entity more likely, beside those of its recognizer. */
  readonly contextWords?: readonly string[] | undefined;
  /** Values that are never reported. */
  readonly allow?: readonly AllowedValue[] | undefined;
  /** Values that are always reported, by the entity they are reported as. */
  readonly deny?: DenyList | undefined;
  /** Findings below are left out. */
  readonly minScore?: number;
}

/**
 * The score from which a finding is reported: what Presidio calls a phone number without further evidence. A checksum
 * is above it; a mere row of nine digits needs a word such as "ssn" before it.
 */
export const defaultMinScore = 0.4;

const noDenyList: DenyList = {};
/** Regions of phone formats where nobody names others. */
export const defaultRegions = ["US", "GB", "DE", "FR", "IL", "IN", "CA", "BR"];

/**
 * Finds personal data in a text, in time linear in its length. Findings are in order and do not overlap: where two
 * candidates do, the likelier stays, then the longer one. Offsets are into the text as it was given, escapes and all.
 */
export function findPii(text: string, options: PiiOptions = {}): readonly Finding[] {
  const {
    regions = defaultRegions,
    phoneLeniency,
    minScore = defaultMinScore,
    deny = noDenyList,
    allow = [],
  } = options;
  const searched = searchableText(text);
  const findings = [...denyListRecognizers(deny), ...recognizers]
    .filter((recognizer) => isAsked(recognizer, options))
    .flatMap((recognizer) => findingsOf(recognizer, searched, { regions, phoneLeniency }, options))
    .filter(({ start, end, score }) => score >= minScore && !isAllowed(text.slice(start, end), allow));
  return withoutOverlaps(findings, text.length);
}

/** What is named is wanted; of the rest, what is not on request and of a country that is asked for. */
export function isAsked(
  { entity, country, isOnRequest = false }: Recognizer,
  { entities, countries }: PiiOptions,
): boolean {
  if (country !== undefined && countries !== undefined && !countries.includes(country)) return false;
  return entities === undefined ? !isOnRequest : entities.includes(entity);
}

function findingsOf(
  recognizer: Recognizer,
  text: string,
  options: RecognizerOptions,
  asked: PiiOptions,
): readonly Finding[] {
  const { entity, parts } = recognizer;
  const { contextWords: given = [], entities } = asked;
  const contextWords = given.length === 0 ? recognizer.contextWords : [...recognizer.contextWords, ...given];
  const scoredBy = { ...recognizer, contextWords, isNamed: entities !== undefined };
  const candidates: readonly Candidate[] = parts.flatMap((part) => part.find(text, options));
  return candidates.map((candidate) => {
    const { start, end } = candidate;
    const score = scoreInContext(text, candidate, scoredBy);
    return { category: "pii", detector: "pii", entity, score, severity: severityOf("pii", score), start, end };
  });
}
