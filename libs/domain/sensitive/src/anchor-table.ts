import type { RecognizerPart } from "@parapet/pii";
import { createLiteralAutomaton, type LiteralAutomaton } from "@parapet/text";

import type { SearchPart } from "./search-part.ts";

/** Nobody writes an identifier with more digits; longer ones are searched as if they had so many. */
export const MAX_DIGITS = 40;

/** What leads to the parts that may match: one automaton for their literals and their context words. */
export interface AnchorTable {
  readonly automaton: LiteralAutomaton;
  readonly parts: readonly SearchPart[];
  /** By number of a literal: the parts that it is an anchor of. */
  readonly anchored: readonly (readonly number[])[];
  /** By number of a literal: the parts that it is a context word of. */
  readonly raised: readonly (readonly number[])[];
  /** Parts that ask for a context word which is not ASCII: any such character may be of one. */
  readonly raisedByOther: readonly number[];
  /** By count of digits, up to `MAX_DIGITS`: the parts that so many are enough for, with a letter beside one of them. */
  readonly byGluedDigits: readonly (readonly number[])[];
  /** The same for digits that stand apart from letters. */
  readonly byDigits: readonly (readonly number[])[];
  /** Parts that nothing leads to: the whole text is searched for them. */
  readonly everywhere: readonly number[];
}

export function createAnchorTable(parts: readonly SearchPart[]): AnchorTable {
  const numbers = new Map<string, number>();
  const numberOf = (literal: string): number => {
    const number = numbers.get(literal) ?? numbers.size;
    numbers.set(literal, number);
    return number;
  };
  const anchored: number[][] = [];
  const raised: number[][] = [];
  const raisedByOther: number[] = [];
  for (const [index, { part, scoredBy, needsContext }] of parts.entries()) {
    for (const literal of new Set(part.literals).values().filter(isAscii)) {
      (anchored[numberOf(literal)] ??= []).push(index);
    }
    if (!needsContext) continue;
    const words = new Set((scoredBy?.contextWords ?? []).map(asciiPartOf));
    if (words.has("")) raisedByOther.push(index);
    for (const word of words) if (word !== "") (raised[numberOf(word)] ??= []).push(index);
  }
  const byDigitsOf = (isFit: (part: RecognizerPart) => boolean): readonly (readonly number[])[] =>
    Array.from({ length: MAX_DIGITS + 1 }, (_, count) =>
      parts.flatMap(({ part }, index) => (isFit(part) && part.digits <= count ? [index] : [])),
    );
  const literals = [...numbers.keys()];
  const listed = (lists: readonly (readonly number[] | undefined)[]): readonly (readonly number[])[] =>
    literals.map((_, number) => lists[number] ?? []);
  return {
    automaton: createLiteralAutomaton(literals),
    parts,
    anchored: listed(anchored),
    raised: listed(raised),
    raisedByOther,
    byGluedDigits: byDigitsOf(isFoundByDigits),
    byDigits: byDigitsOf((part) => isFoundByDigits(part) && part.isGlued !== true),
    everywhere: parts.flatMap(({ part }, index) => (part.digits === 0 && part.literals === undefined ? [index] : [])),
  };
}

/** Literals tell more than digits do. */
function isFoundByDigits({ digits, literals }: RecognizerPart): boolean {
  return digits > 0 && literals === undefined;
}

const ascii = /^[\u0020-\u007E]+$/;

function isAscii(text: string): boolean {
  return ascii.test(text);
}

/** Shorter pieces of a word that is not all ASCII stand in too many others. */
const MIN_PIECE = 3;

/** The longest run of ASCII letters in a word or phrase, which stands wherever it does; empty where none tells. */
function asciiPartOf(phrase: string): string {
  const pieces = phrase.match(/[a-z0-9]+/gi) ?? [];
  const longest = pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), "");
  return isAscii(phrase) || longest.length >= MIN_PIECE ? longest : "";
}
