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
  const { patterns, contextWords, entity, country } = data;
  const parts = patterns.map((pattern) => partOf(pattern, data));
  return { entity, contextWords, parts, ...(country === undefined ? {} : { country }) };
}

function partOf(pattern: Pattern, data: PatternRecognizerData): RecognizerPart {
  const { name, digits, longest, literals, score } = pattern;
  return {
    name,
    digits,
    longest,
    ...(literals === undefined ? {} : { literals }),
    bestScore: data.validate === undefined ? score : 1,
    find: (text) => matchesOf(text, pattern, data),
  };
}

function matchesOf(text: string, { expression, score }: Pattern, data: PatternRecognizerData): readonly Candidate[] {
  const candidates: Candidate[] = [];
  for (const { 0: match, index } of text.matchAll(expression)) {
    const found = scoreOf(match, score, data);
    if (found > 0) candidates.push({ start: index, end: index + match.length, score: found });
  }
  return candidates;
}

/** 0 for what cannot be the entity. */
function scoreOf(match: string, score: number, { validate, invalidate }: PatternRecognizerData): number {
  const proof = validate?.(match) ?? null;
  if (proof !== null) return proof ? 1 : 0;
  return invalidate?.(match) === true ? 0 : score;
}
