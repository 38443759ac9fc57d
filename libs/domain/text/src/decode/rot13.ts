import type { Replacement } from "../views/view-builder.ts";
import type { TextRange } from "../views/view.ts";
import { commonWords } from "./common-words.ts";
import { ROT13 } from "./encoding-signals.ts";
import type { Decoder } from "./decoder.ts";
import { rot13 } from "./rotate.ts";

const word = /[A-Za-z]+/g;
const movedCommonWords: ReadonlySet<string> = new Set(Array.from(commonWords, rot13));
const paragraph = /\n[ \t\r]*\n/;
const minCommonWords = 3;
/** Of so many words of English, one is a common one. */
const wordsPerCommonWord = 4;
const maxCommonWord = 16;

/** Words in a row, none of them common as it is written. */
interface Stretch extends TextRange {
  readonly words: number;
  /** How many of them are common once moved. */
  readonly common: number;
}

/** Stretches that become English when their letters are moved by 13. */
export const rot13Decoder: Decoder = {
  signals: ROT13,
  find: (text) =>
    stretchesOf(text)
      .filter(isEnglish)
      .map((stretch) => rotated(text, stretch)),
};

function stretchesOf(text: string): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let isOpen = false;
  for (const { 0: written, index } of text.matchAll(word)) {
    const last = stretches.at(-1);
    if (isIn(commonWords, written)) {
      isOpen = false;
      continue;
    }
    const start = last?.end ?? 0;
    const continued =
      isOpen && last !== undefined && !paragraph.test(text.slice(start, index)) ? stretches.pop() : undefined;
    stretches.push(withWord(continued, written, index));
    isOpen = true;
  }
  return stretches;
}

function withWord(stretch: Stretch | undefined, written: string, start: number): Stretch {
  const isCommonOnceMoved = isIn(movedCommonWords, written);
  return {
    start: stretch?.start ?? start,
    end: start + written.length,
    words: (stretch?.words ?? 0) + 1,
    common: (stretch?.common ?? 0) + (isCommonOnceMoved ? 1 : 0),
  };
}

function isIn(words: ReadonlySet<string>, written: string): boolean {
  return written.length <= maxCommonWord && words.has(written.toLowerCase());
}

function isEnglish({ words, common }: Stretch): boolean {
  return common >= minCommonWords && common * wordsPerCommonWord >= words;
}

function rotated(text: string, { start, end }: Stretch): Replacement {
  const blocks: number[] = [];
  for (let at = start; at < end; at += 1) blocks.push(1, at, at + 1);
  return { text: rot13(text.slice(start, end)), blocks };
}
