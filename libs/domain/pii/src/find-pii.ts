import { severityOf, type Finding } from "@parapet/detection";
import { raisedByContext } from "./context-words.ts";
import type { Candidate, Recognizer, RecognizerOptions } from "./recognizer.ts";
import { recognizers } from "./recognizers.ts";
import { searchableText } from "./searchable-text.ts";
import { withoutOverlaps } from "./without-overlaps.ts";

export interface PiiOptions {
  /** Entities to look for, by Presidio's names; all without it. A name that no recognizer has finds nothing. */
  readonly entities?: readonly string[] | undefined;
  /** ISO 3166 regions whose national phone formats are read, beside international ones. */
  readonly regions?: readonly string[] | undefined;
  /** Findings below are left out. */
  readonly minScore?: number;
}

/**
 * The score from which a finding is reported: what Presidio calls a phone number without further evidence. A checksum
 * is above it; a mere row of nine digits needs a word such as "ssn" before it.
 */
export const defaultMinScore = 0.4;

const defaultRegions = ["US", "GB", "DE", "FR", "IL", "IN", "CA", "BR"];

/**
 * Finds personal data in a text, in time linear in its length. Findings are in order and do not overlap: where two
 * candidates do, the likelier stays, then the longer one. Offsets are into the text as it was given, escapes and all.
 */
export function findPii(text: string, options: PiiOptions = {}): readonly Finding[] {
  const { entities, regions = defaultRegions, minScore = defaultMinScore } = options;
  const searched = searchableText(text);
  const findings = recognizers
    .filter(({ entity }) => entities?.includes(entity) ?? true)
    .flatMap((recognizer) =>
      candidatesOf(recognizer, searched, { regions }).map((candidate) => {
        const score = raisedByContext(searched, candidate, recognizer.contextWords);
        return findingOf(recognizer.entity, { ...candidate, score });
      }),
    );
  return withoutOverlaps(
    findings.filter(({ score }) => score >= minScore),
    text.length,
  );
}

function candidatesOf({ parts }: Recognizer, text: string, options: RecognizerOptions): readonly Candidate[] {
  return parts.flatMap((part) => part.find(text, options));
}

function findingOf(entity: string, { start, end, score }: Pick<Finding, "start" | "end" | "score">): Finding {
  return { category: "pii", detector: "pii", entity, score, severity: severityOf("pii", score), start, end };
}
