import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import fc from "fast-check";
import { expect, test } from "vitest";

import { hostileTexts } from "../views/testing/hostile-texts.ts";
import {
  encodingSignals,
  ENTITY,
  ESCAPE,
  LONG_WORD,
  MIXED_WORD,
  PAIRS,
  PERCENT,
  QUOTED_PRINTABLE,
  ROT13,
  SINGLES,
} from "./encoding-signals.ts";
import { hasLongWord } from "./long-words.ts";
import { quotedPrintableDecoder } from "./quoted-printable.ts";

const RUNS = 20_000;

const wordsInPairs = /[\da-f]{2}[ ,:;-]{1,2}(?:0x)?[\da-f]{2}[ ,:;-]{1,2}(?:0x)?[\da-f]{2}[ ,:;-]/i;
const oddWord = /[A-Za-z]\d|\d[A-Za-z]|[a-z][A-Z]|\d{10}/;

/** What each signal means, an expression each: the reference that one reading for all is compared with. */
const reference: readonly (readonly [number, (text: string) => boolean])[] = [
  [PERCENT, (text) => /%[\da-fA-F]{2}/.test(text)],
  [ENTITY, (text) => /&[#A-Za-z]/.test(text)],
  [ESCAPE, (text) => /\\[uUxbfnrtv"'/\\]/.test(text)],
  [QUOTED_PRINTABLE, (text) => /=(?:[\dA-F]{2}|\r?\n)/.test(text)],
  [LONG_WORD, (text) => oddWord.test(text) && hasLongWord(text)],
  [PAIRS, (text) => /\d\d[ ,:;-]\d\d[ ,:;-]\d\d[ ,:;-]\d\d/.test(text) || (isMixed(text) && wordsInPairs.test(text))],
  [SINGLES, (text) => /(?:^|\s)[^ ] [^ ] [^ ] [^ ] |[-._*|,/][A-Za-z\d][-._*|,/][A-Za-z\d][-._*|,/]/.test(text)],
  [MIXED_WORD, isMixed],
  [ROT13, (text) => /\b[gnlvzs](?:ur|aq|bh|f|l|be)\b/i.test(text)],
];

function isMixed(text: string): boolean {
  return /[A-Za-z]\d|\d[A-Za-z]/.test(text);
}

function expectSignals(text: string): void {
  const expected = reference.reduce((signals, [bit, isShown]) => (isShown(text) ? signals | bit : signals), 0);
  const signals = encodingSignals(text);
  // A carriage return alone behind an equals sign is told as well, and decodes to nothing.
  if (signals === (expected | QUOTED_PRINTABLE)) expect([expected, ...found(text, expected)]).toEqual([expected]);
  else expect(signals).toBe(expected);
}

function found(text: string, expected: number): readonly unknown[] {
  return (expected & QUOTED_PRINTABLE) === 0 ? quotedPrintableDecoder.find(text) : [];
}

/** What signs consist of, and what looks like it. */
const pieces = Array.from(" \n\t\r.-_*|,/:;%&=\\#\"'!azAZxuUnrglfqhbe019Féſ٣東\u00a0\ufeff\u212a").concat([
  "gur",
  "naq",
  "zl",
  "be",
  "07",
  "0x",
  "\ud83d",
]);
const textsOfSigns = fc.array(fc.constantFrom(...pieces), { maxLength: 32 }).map((parts) => parts.join(""));
const textsOfTwoSigns = fc
  .tuple(fc.constantFrom(...pieces), fc.constantFrom(...pieces), fc.array(fc.boolean(), { maxLength: 24 }))
  .map(([one, other, row]) => row.map((isOne) => (isOne ? one : other)).join(""));

test.each([
  ["of what signs consist of", textsOfSigns],
  ["of two characters in any order", textsOfTwoSigns],
  ["of encodings and any units", hostileTexts],
  ["of any units", fc.string({ unit: "binary", maxLength: 64 })],
])("one reading of texts %s shows what an expression for each signal does", (_, texts) => {
  fc.assert(fc.property(texts, expectSignals), { numRuns: RUNS });
});

test("one reading of code and of prose shows the same as well, wherever it begins and ends", () => {
  const files = readdirSync(import.meta.dirname).map((name) => path.join(import.meta.dirname, name));
  const texts = [...files, path.join(import.meta.dirname, "../../README.md")].map((file) => readFileSync(file, "utf8"));
  for (const text of texts) {
    for (let start = 0; start < text.length; start += 61) {
      for (const length of [20, 85, 700]) expectSignals(text.slice(start, start + length));
    }
  }
});

test("a blank is the same in ASCII and beyond", () => {
  for (let unit = 0; unit < 0x1_00_00; unit += 1) {
    const character = String.fromCharCode(unit);
    const isShown = (encodingSignals(`é${character}j a n e `) & SINGLES) !== 0;
    expect({ unit, isShown }).toEqual({ unit, isShown: /\s/.test(character) });
  }
});

test.each([
  ["singles at the beginning", "j a n e ", SINGLES],
  ["singles in the middle of a word", "éj a n e ", 0],
  ["a moved word at both ends of a text", "gur", ROT13],
  ["a moved word within a word", "gurx", 0],
  ["a moved word behind a low line", "_gur", 0],
  ["sixteen digits", "1234567890123456", LONG_WORD],
  ["ten digits", "1234567890", 0],
  ["an equals sign at the end", "limit=", 0],
])("%s", (_, text, signals) => {
  expect(encodingSignals(text)).toBe(signals);
});
