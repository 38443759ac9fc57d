import type { Candidate, Recognizer } from "./recognizer.ts";

/** One way an entity is written. The expression is global and takes linear time: bounded, without nested ambiguity. */
export interface Pattern {
  readonly name: string;
  readonly expression: RegExp;
  /** How likely a match is the entity when nothing else is known. */
  readonly score: number;
}

/** The data of a recognizer that is made of patterns. */
export interface PatternRecognizerData {
  readonly entity: string;
  readonly patterns: readonly Pattern[];
  readonly contextWords: readonly string[];
  /** A character that every match contains: a text without it is not searched. */
  readonly requires?: RegExp;
  /** A proof such as a checksum: a match that passes is certain (score 1), one that does not is dropped. */
  readonly validate?: (match: string) => boolean;
  /** Tells matches that cannot be the entity; the others keep the score of their pattern. */
  readonly invalidate?: (match: string) => boolean;
}

/** Builds a recognizer from patterns, after the score scheme of Presidio's `PatternRecognizer`. */
export function patternRecognizer(data: PatternRecognizerData): Recognizer {
  const { entity, contextWords, patterns, requires } = data;
  return {
    entity,
    contextWords,
    find: (text) => {
      if (requires !== undefined && !requires.test(text)) return [];
      return patterns.flatMap((pattern) => matchesOf(text, pattern, data));
    },
  };
}

function matchesOf(text: string, { expression, score }: Pattern, data: PatternRecognizerData): Candidate[] {
  const candidates: Candidate[] = [];
  for (const { 0: match, index } of text.matchAll(expression)) {
    const isKept = data.validate?.(match) ?? !data.invalidate?.(match);
    if (!isKept) continue;
    candidates.push({ start: index, end: index + match.length, score: data.validate === undefined ? score : 1 });
  }
  return candidates;
}
