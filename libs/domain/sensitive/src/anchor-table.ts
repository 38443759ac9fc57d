import type { RecognizerPart } from "@parapet/pii";
import { createLiteralAutomaton, type LiteralAutomaton } from "@parapet/text";

import type { SearchPart } from "./search-part.ts";

/** Nobody writes an identifier with more digits, or more in a row; what has more is searched as if it had so many. */
const MAX_DIGITS = 40;
const MAX_ROW = 13;

/** Digits near each other: how many, how many of them in a row at most, and whether a letter stands beside one. */
interface DigitCounts {
  readonly digits: number;
  readonly row: number;
  readonly isGlued: boolean;
}

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
  /** The parts that digits near each other are enough for. */
  readonly foundBy: (counts: DigitCounts) => readonly number[];
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
  const literals = [...numbers.keys()];
  const listed = (lists: readonly (readonly number[] | undefined)[]): readonly (readonly number[])[] =>
    literals.map((_, number) => lists[number] ?? []);
  return {
    automaton: createLiteralAutomaton(literals),
    parts,
    anchored: listed(anchored),
    raised: listed(raised),
    raisedByOther,
    foundBy: digitTable(parts),
    everywhere: parts.flatMap(({ part }, index) => (isEverywhere(part) ? [index] : [])),
  };
}

/** Whether nothing leads to a part: it has no anchors, or words that the automaton cannot hold. */
function isEverywhere({ digits, literals }: RecognizerPart): boolean {
  if (literals === undefined) return digits === 0;
  // Digits of other scripts are ASCII in the text as it is read.
  return literals.some((literal) => !isAscii(literal) && literal.length > 1);
}

/** Literals tell more than digits do: parts that have some are left out. */
function digitTable(parts: readonly SearchPart[]): AnchorTable["foundBy"] {
  const found = parts.flatMap(({ part }, index) =>
    part.digits > 0 && part.literals === undefined ? [{ part, index }] : [],
  );
  const lists: (readonly number[] | undefined)[] = [];
  return (counts) => {
    const digits = Math.min(counts.digits, MAX_DIGITS);
    const row = Math.min(counts.row, MAX_ROW);
    const place = (digits * (MAX_ROW + 1) + row) * 2 + Number(counts.isGlued);
    return (lists[place] ??= found
      .filter(({ part }) => isEnough({ digits, row, isGlued: counts.isGlued }, part))
      .map(({ index }) => index));
  };
}

function isEnough({ digits, row, isGlued }: DigitCounts, part: RecognizerPart): boolean {
  return part.digits <= digits && (part.row ?? 1) <= row && (isGlued || part.isGlued !== true);
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
