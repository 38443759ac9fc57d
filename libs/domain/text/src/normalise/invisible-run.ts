import { bytesAsText } from "../views/bytes-as-text.ts";
import { ifPlausible } from "../views/if-plausible.ts";
import type { Replacement } from "../views/view-builder.ts";
import type { TextRange } from "../views/view.ts";
import { INVISIBLE, readingOf } from "./character-reading.ts";

type InvisibleKind = "soft_hyphen" | "bidi" | "tags" | "variation_selectors" | "zero_width";

/** Invisible characters of one kind in a row. */
export interface InvisibleRun extends TextRange {
  readonly kind: InvisibleKind;
  /** Code points. */
  readonly count: number;
}

const bidi = /^[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const override = /[\u202d\u202e]/;
const tag = /^[\u{e0000}-\u{e007f}]/u;
const variationSelector = /^[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;

const blackFlag = "\u{1f3f4}";
/** The tags of a flag of a region: a code of up to six characters, and the one that ends it. */
const regionOfFlag = /^[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{2,6}\u{e007f}$/u;

/** Shorter rows hide no text, but are strewn into one. */
const minTags = 3;
const minSelectors = 4;
/** So many characters of no width in a row are no typography, wherever they stand. */
const minRow = 8;

/** Characters of scripts that need no invisible ones within a word. */
const plain = /^[0-9@\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]$/u;
const endOfSyllable = /\p{L}{2}$/u;
const beginOfSyllable = /^\p{L}{2}/u;

/** The row that begins at an offset of `text`, where an invisible character stands. */
export function invisibleRunAt(text: string, start: number): InvisibleRun {
  const kind = kindAt(text, start);
  let end = start;
  let count = 0;
  while (end < text.length) {
    const codePoint = text.codePointAt(end) ?? 0;
    if (codePoint < 0x80 || readingOf(codePoint) !== INVISIBLE || kindAt(text, end) !== kind) break;
    end += codePoint > 0xff_ff ? 2 : 1;
    count += 1;
  }
  return { kind, start, end, count };
}

function kindAt(text: string, offset: number): InvisibleKind {
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  if (character === "\u00ad") return "soft_hyphen";
  if (bidi.test(character)) return "bidi";
  if (tag.test(character)) return "tags";
  return variationSelector.test(character) ? "variation_selectors" : "zero_width";
}

/** The text that a row of tags or variation selectors carries. */
export function hiddenText(text: string, run: InvisibleRun): Replacement | undefined {
  if (run.kind === "variation_selectors") return run.count >= minSelectors ? selectorsAsText(text, run) : undefined;
  if (run.kind !== "tags" || run.count < minTags || isFlag(text, run)) return undefined;
  const hidden = { text: "", blocks: new Array<number>() };
  for (let at = run.start; at < run.end; at += 2) {
    const code = (text.codePointAt(at) ?? 0) & 0x7f;
    if (code < 0x20 || code === 0x7f) continue;
    hidden.text += String.fromCharCode(code);
    hidden.blocks.push(1, at, at + 2);
  }
  return hidden.text === "" ? undefined : hidden;
}

/** Each of the 256 selectors stands for a byte: the first sixteen of them are in the first plane. */
function selectorsAsText(text: string, { start, end, count }: InvisibleRun): Replacement | undefined {
  const bytes = new Uint8Array(count);
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  for (let index = 0, at = start; at < end; index += 1) {
    const codePoint = text.codePointAt(at) ?? 0;
    starts[index] = at;
    at += codePoint > 0xff_ff ? 2 : 1;
    ends[index] = at;
    bytes[index] = codePoint > 0xff_ff ? codePoint - 0xe_01_00 + 16 : codePoint - 0xfe_00;
  }
  return ifPlausible(bytesAsText({ bytes, starts, ends }));
}

function isFlag(text: string, { start, end }: TextRange): boolean {
  return text.startsWith(blackFlag, start - 2) && regionOfFlag.test(text.slice(start, end));
}

/** Whether a row stands where the writing of no language and no emoji needs it. */
export function isObfuscation(text: string, run: InvisibleRun): boolean {
  switch (run.kind) {
    case "tags":
      return !isFlag(text, run);
    case "variation_selectors":
      return run.count >= minSelectors || /[A-Za-z]/.test(text.charAt(run.start - 1));
    case "soft_hyphen":
      return isInWord(text, run) && !isHyphenation(text, run);
    case "bidi":
      return override.test(text.slice(run.start, run.end)) || isInWord(text, run);
    case "zero_width":
      return run.count >= minRow || isInWord(text, run);
  }
}

function isInWord(text: string, { start, end }: TextRange): boolean {
  return plain.test(text.charAt(start - 1)) && plain.test(text.charAt(end));
}

function isHyphenation(text: string, { start, end }: TextRange): boolean {
  return endOfSyllable.test(text.slice(start - 2, start)) && beginOfSyllable.test(text.slice(end, end + 2));
}
