import type { Replacement } from "../views/view-builder.ts";
import type { Decoder } from "./decoder.ts";
import { SINGLES } from "./encoding-signals.ts";

/** Single characters with blanks between, or with always the same sign. */
const spaced = /(?<!\S)\S(?:[ \t]{1,3}\S){5,}(?!\S)/gu;
const joined = /(?<![\p{L}\p{N}])[\p{L}\p{N}](?:([-._*|,/])[\p{L}\p{N}])(?:\1[\p{L}\p{N}]){4,}(?![\p{L}\p{N}])/gu;
const letter = /\p{L}/gu;
const minLetters = 3;
const character = /\S/gu;

/** Words written letter by letter: `j a n e`, `s-e-c-r-e-t`. Rows of digits are more often a table than one number. */
export const spacedLettersDecoder: Decoder = {
  signals: SINGLES,
  find: (text) =>
    [
      ...Array.from(text.matchAll(spaced), (match) => closedUp(match[0], match.index)),
      ...Array.from(text.matchAll(joined), (match) => closedUp(match[0], match.index, match[1])),
    ].filter((replacement) => (replacement.text.match(letter)?.length ?? 0) >= minLetters),
};

/** Drops what separates; two blanks and more are one between words. */
function closedUp(written: string, start: number, separator?: string): Replacement {
  let text = "";
  let end = 0;
  const blocks: number[] = [];
  for (const { 0: single, index } of written.matchAll(character)) {
    if (single === separator) continue;
    if (separator === undefined && index - end > 1) {
      text += " ";
      blocks.push(1, start + end, start + index);
    }
    text += single;
    end = index + single.length;
    blocks.push(single.length, start + index, start + end);
  }
  return { text, blocks };
}
