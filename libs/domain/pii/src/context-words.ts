import type { Candidate } from "./recognizer.ts";

/** What a context word adds, and what a score with one is at least (Presidio's `LemmaContextAwareEnhancer`). */
const contextBonus = 0.35;
const minScoreWithContext = 0.4;

/** How far before a candidate a context word may stand: five words, which are sought in so many UTF-16 units. */
const reachInWords = 5;
const reachInUnits = 120;

const word = /[\p{L}\p{N}]+/gu;

/** The score of a candidate, raised when one of the context words stands shortly before it. */
export function raisedByContext(text: string, { start, score }: Candidate, contextWords: readonly string[]): number {
  if (score >= 1) return score;
  const before = text.slice(Math.max(0, start - reachInUnits), start).toLowerCase();
  const nearest = (before.match(word) ?? []).slice(-reachInWords);
  const hasContext = nearest.some((near) => contextWords.some((context) => isFormOf(near, context)));
  return hasContext ? Math.min(1, Math.max(score + contextBonus, minScoreWithContext)) : score;
}

/**
 * Whether a word is a context word or has one at its beginning or end: "phones", "userssn". Anywhere inside would find
 * "ssn" in "classname" and "cell" in "cancelled".
 */
function isFormOf(near: string, context: string): boolean {
  return near.startsWith(context) || near.endsWith(context);
}
