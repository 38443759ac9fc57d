import type { Candidate } from "./recognizer.ts";

/** What a context word adds, and what a score with one is at least (Presidio's `LemmaContextAwareEnhancer`). */
const contextBonus = 0.35;
const minScoreWithContext = 0.4;

/**
 * How far before a candidate a context word may stand: five words, those without meaning of their own not counted, which
 * are sought in so many UTF-16 units.
 */
const reachInWords = 5;
const reachInUnits = 120;

const word = /[\p{L}\p{N}]+/gu;
const emptyWords: ReadonlySet<string> = new Set(
  "a an and are as at be by for he her his in is it its my of on or our s she that the their this to was with your".split(
    " ",
  ),
);
/** Where a word in camel case is parted: `userSSN`, `SSNOfUser`. */
const camelPart = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[^\p{Lu}]+/gu;
const isAscii = /^[\x20-\x7E]*$/;

/** Words of fewer letters count only alone: "sin" begins "since", "tin" ends "Martin". */
const minAffixLength = 4;
/** Words of as many letters count anywhere: there is no word around "passport" that is not about one. */
const minInfixLength = 6;

/** The score of a candidate, raised when one of the context words stands shortly before it. */
export function raisedByContext(text: string, { start, score }: Candidate, contextWords: readonly string[]): number {
  if (score >= 1 || !hasContext(text, start, contextWords)) return score;
  return Math.min(1, Math.max(score + contextBonus, minScoreWithContext));
}

/** Whether one of the context words stands shortly before a place in a text. */
export function hasContext(text: string, start: number, contextWords: readonly string[]): boolean {
  if (contextWords.length === 0) return false;
  const before = text.slice(Math.max(0, start - reachInUnits), start);
  const words = before.match(word) ?? [];
  const nearest = words.filter((near) => !emptyWords.has(near.toLowerCase())).slice(-reachInWords);
  return nearest.length > 0 && phrasesOf(contextWords).some((phrase) => isAmong(nearest, phrase));
}

/** By list of context words, of each the words that have a meaning: the same few lists are asked for again and again. */
const knownPhrases = new WeakMap<readonly string[], readonly (readonly string[])[]>();

function phrasesOf(contextWords: readonly string[]): readonly (readonly string[])[] {
  const known = knownPhrases.get(contextWords);
  if (known !== undefined) return known;
  const phrases = contextWords
    .map((context) => (context.match(word) ?? []).filter((part) => !emptyWords.has(part)))
    .filter((phrase) => phrase.length > 0)
    .map((phrase) => phrase.map((part) => part.toLowerCase()));
  knownPhrases.set(contextWords, phrases);
  return phrases;
}

/** Whether a phrase is among the words before, word by word. */
function isAmong(nearest: readonly string[], phrase: readonly string[]): boolean {
  return nearest.some((_, from) => phrase.every((part, index) => isFormOf(nearest[from + index] ?? "", part)));
}

/** Whether a word is a context word or contains one where that is telling: "phones", "userSSN", "mypassportnumber". */
function isFormOf(near: string, context: string): boolean {
  const lower = near.toLowerCase();
  // Scripts without capitals join words and endings freely, and their words are short.
  if (context.length >= minInfixLength || !isAscii.test(context)) return lower.includes(context);
  if (context.length >= minAffixLength) return lower.startsWith(context) || lower.endsWith(context);
  const isAlone = (part: string): boolean => part === context || part === `${context}s`;
  return isAlone(lower) || (near.match(camelPart) ?? []).some((part) => isAlone(part.toLowerCase()));
}
