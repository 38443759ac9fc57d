import { readFileSync } from "node:fs";
import { join } from "node:path";

import { recognizers } from "@parapet/pii";
import { secretFormats } from "@parapet/secrets";
import { fixturesFolder } from "@parapet/testkit";
import fc from "fast-check";

import { plantedValues } from "./planted-values.ts";

/** Whatever leads a part to a place, in lower case. */
export const literals: readonly string[] = [
  ...new Set([
    ...recognizers.flatMap(({ parts }) => parts.flatMap(({ literals = [] }) => literals)),
    ...secretFormats.flatMap(({ literals }) => literals),
  ]),
];

const contextWords = [...new Set(recognizers.flatMap(({ contextWords }) => contextWords))];

/** The texts of the corpora; none where these are not at hand. */
export const corpusTexts: readonly string[] = ["presidio_cases.jsonl", "presidio_context_cases.jsonl"].flatMap(
  (file) => {
    const folder = fixturesFolder();
    if (folder === null) return [];
    const lines = readFileSync(join(folder, "pii", file), "utf8")
      .trim()
      .split("\n");
    return lines.map((line): { text: string } => JSON.parse(line)).map(({ text }) => text);
  },
);

const separators = [
  " ",
  "",
  "",
  "-",
  ".",
  ":",
  "/",
  "\n",
  "@",
  "=",
  "_",
  "'",
  '"',
  ", ",
  "(",
  ") ",
  "::",
  "+",
  "  ",
  String.raw`\n`,
  "%40",
  "&#64;",
  "\u00a0",
  "é",
  "東",
  "а",
  "\u200b",
  "\u00ad",
  "\ud83d",
  "😀",
];

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-";

const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.string({ unit: fc.constantFrom(...Array.from("0123456789")), minLength: 1, maxLength: 12 }),
  },
  {
    weight: 3,
    arbitrary: fc.string({ unit: fc.constantFrom(...Array.from("0123456789abcdefAF-:. /")), maxLength: 20 }),
  },
  { weight: 3, arbitrary: fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), maxLength: 60 }) },
  { weight: 3, arbitrary: fc.constantFrom(...literals) },
  { weight: 1, arbitrary: fc.constantFrom(...literals).map((literal) => literal.toUpperCase()) },
  { weight: 3, arbitrary: fc.constantFrom(...contextWords) },
  { weight: 4, arbitrary: fc.constantFrom(...plantedValues(3).map(({ value }) => value), ...corpusTexts) },
  { weight: 1, arbitrary: fc.nat(220).map((length) => "lorem ipsum dolor sit amet ".repeat(9).slice(0, length)) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
);

/** Texts of all that leads to parts, of values, and of what stands between them, in any order. */
export const hostileTexts = fc
  .array(fc.tuple(piece, fc.constantFrom(...separators)), { maxLength: 40 })
  .map((pieces) => pieces.flat().join(""));
