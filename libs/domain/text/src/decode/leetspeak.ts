import type { Replacement } from "../views/view-builder.ts";
import { commonWords } from "./common-words.ts";
import type { TextRange } from "../views/view.ts";
import type { Decoder } from "./decoder.ts";
import { MIXED_WORD } from "./encoding-signals.ts";

/** Digits and signs by the letter that each looks like. */
const letters = new Map(
  Object.entries({ 0: "o", 1: "i", 3: "e", 4: "a", 5: "s", 7: "t", 8: "b", 9: "g", "@": "a", $: "s", "!": "i" }),
);
/** What a one looks like as well. */
const otherOne = "l";
const mixed = /[A-Za-z]\d|\d[A-Za-z]/g;
const wordCharacter = /[A-Za-z\d$!@]/;
const part = /[A-Za-z\d]+/g;
const sign = /[$!@]/;
const minWord = 3;
const maxWord = 16;

/** Words with digits for letters, such as `p4ssw0rd`, where what they look like is a common word. */
export const leetspeakDecoder: Decoder = {
  signals: MIXED_WORD,
  find: (text) =>
    mixedWordsOf(text).flatMap(({ start, end }) => {
      const written = text.slice(start, end);
      const whole = readWord(written, start);
      if (whole !== undefined) return whole;
      return sign.test(written) ? readParts(written, start) : [];
    }),
};

/** The words between the signs of a word, which are an address more often than letters. */
function readParts(written: string, start: number): readonly Replacement[] {
  return Array.from(written.matchAll(part)).flatMap((inner) => readWord(inner[0], start + inner.index) ?? []);
}

/** Words in which a letter stands next to a digit. */
function mixedWordsOf(text: string): readonly TextRange[] {
  const words: TextRange[] = [];
  let done = 0;
  for (const { index } of text.matchAll(mixed)) {
    if (index < done) continue;
    let start = index;
    while (start > done && wordCharacter.test(text.charAt(start - 1))) start -= 1;
    let end = index + 1;
    while (end < text.length && wordCharacter.test(text.charAt(end))) end += 1;
    words.push({ start, end });
    done = end;
  }
  return words;
}

function readWord(written: string, start: number): Replacement | undefined {
  if (written.length < minWord || written.length > maxWord) return undefined;
  let [text, other] = ["", ""];
  for (const character of written) {
    const letter = letters.get(character) ?? character;
    text += letter;
    other += character === "1" ? otherOne : letter;
  }
  if (!isCommon(text)) text = other;
  if (text === written || !isCommon(text)) return undefined;
  return { text, blocks: [text.length, start, start + text.length] };
}

function isCommon(word: string): boolean {
  return commonWords.has(word.toLowerCase());
}
