import { isWithinNumber, numberReach } from "./is-within-number.ts";
import { isWithinPhoneNumber } from "./is-within-phone-number.ts";
import type { Candidate, Reach, Recognizer, RecognizerPart } from "./recognizer.ts";

/** One way an entity is written. The expression is global and takes linear time: bounded, without nested ambiguity. */
export interface Pattern extends Reach {
  readonly name: string;
  readonly expression: RegExp;
  /** How likely a match is the entity when nothing else is known. */
  readonly score: number;
}

/** The data of a recognizer that is made of patterns. */
export interface PatternRecognizerData {
  readonly entity: string;
  readonly country?: string;
  readonly isOnRequest?: boolean;
  readonly patterns: readonly Pattern[];
  readonly contextWords: readonly string[];
  /**
   * A proof such as a checksum: true makes a match certain (score 1), false drops it, null says that nothing is proven
   * and keeps the score of its pattern.
   */
  readonly validate?: (match: string) => boolean | null;
  /** Tells matches that cannot be the entity; the others keep the score of their pattern. */
  readonly invalidate?: (match: string) => boolean;
}

/** Builds a recognizer from patterns, after the score scheme of Presidio's `PatternRecognizer`. */
export function patternRecognizer(data: PatternRecognizerData): Recognizer {
  const { entity, country, isOnRequest, contextWords, validate } = data;
  return {
    entity,
    contextWords,
    parts: data.patterns.map((pattern) => partOf(pattern, data)),
    ...(country === undefined ? {} : { country }),
    ...(isOnRequest === undefined ? {} : { isOnRequest }),
    ...(validate === undefined ? {} : { validate }),
  };
}

function partOf(pattern: Pattern, data: PatternRecognizerData): RecognizerPart {
  const { name, digits, row, longest, literals, isGlued, score } = pattern;
  return {
    name,
    digits,
    ...(row === undefined ? {} : { row }),
    longest: longest + 2 * numberReach,
    ...(literals === undefined ? {} : { literals }),
    ...(isGlued === undefined ? {} : { isGlued }),
    bestScore: data.validate === undefined ? score : 1,
    baseScore: score,
    find: (text, options) =>
      matchesOf(text, pattern, data).filter((found) => found.score < 1 || !isWithinPhoneNumber(text, found, options)),
  };
}

/**
 * The match of every place where one begins, also within another: what is found somewhere depends on nothing farther
 * away than `longest`, and a failing match hides none that begins inside it.
 */
function matchesOf(text: string, { expression, score }: Pattern, data: PatternRecognizerData): readonly Candidate[] {
  const candidates: Candidate[] = [];
  expression.lastIndex = 0;
  for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
    const { 0: written, index } = match;
    const found = scoreOf(written, score, data);
    const end = index + written.length;
    if (found > 0 && !isWithinNumber(text, index, end)) candidates.push({ start: index, end, score: found });
    // Within a surrogate pair the engine would step back to its beginning, and find the same again for ever.
    expression.lastIndex = index + ((written.codePointAt(0) ?? 0) > 0xff_ff ? 2 : 1);
  }
  return candidates;
}

/** 0 for what cannot be the entity. */
function scoreOf(match: string, score: number, { validate, invalidate }: PatternRecognizerData): number {
  if (invalidate?.(match) === true) return 0;
  const proof = validate?.(match) ?? null;
  if (proof === null) return score;
  return proof ? 1 : 0;
}
