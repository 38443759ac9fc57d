import type { Candidate, Recognizer, RecognizerPart } from "@parapet/pii";
import { RE2JS, RE2JSSyntaxException } from "re2js";

import { boundedMatches } from "./bounded-matches.ts";

/** A recognizer as a user writes it down. */
export interface CustomRecognizer {
  readonly entity: string;
  readonly patterns: readonly CustomPattern[];
  /** Words that make a match more likely when one of them stands shortly before it. */
  readonly context?: readonly string[] | undefined;
}

interface CustomPattern {
  /** In the syntax of RE2, which has neither look-around nor references back: one search takes linear time. */
  readonly expression: string;
  readonly score: number;
}

/** Instructions of an expression: time is text times instructions. */
const MAX_INSTRUCTIONS = 2_000;

/** Why an expression cannot be used; null where it can. */
export function problemOf(expression: string): string | null {
  try {
    const compiled = RE2JS.compile(expression);
    if (compiled.matches("")) return "it matches the empty text";
    return compiled.programSize() > MAX_INSTRUCTIONS
      ? `it compiles to more than ${MAX_INSTRUCTIONS} instructions`
      : null;
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return "it is no expression of RE2";
    throw error;
  }
}

/** Builds a recognizer whose expressions run on a linear-time engine over whole texts. */
export function customRecognizer({ entity, patterns, context = [] }: CustomRecognizer): Recognizer {
  return {
    entity,
    contextWords: context.map((word) => word.toLowerCase()),
    parts: patterns.map((pattern, index) => partOf(pattern, `custom_${index + 1}`)),
  };
}

function partOf({ expression, score }: CustomPattern, name: string): RecognizerPart {
  const compiled = RE2JS.compile(expression);
  const find = (text: string): readonly Candidate[] =>
    boundedMatches(compiled, text).map(({ start, end }) => ({ start, end, score }));
  return { name, digits: 0, longest: Number.POSITIVE_INFINITY, bestScore: score, find };
}
