import { streamSafe } from "@parapet/text";

/**
 * Text to words as the reference of BERT's uncased models does it (`BertNormalizer` and `BertPreTokenizer` of the
 * library `tokenizers`): clean, put CJK ideographs apart, strip accents, lower-case, split at punctuation.
 */

/**
 * Code points that Unicode classified as marks, punctuation or controls after the tables of the reference were made:
 * it takes them for letters, so they are letters here, whatever the tables of this Node say. Between the ends of a range
 * there are only characters for which it makes no difference. Found by comparing all 1,112,064 code points.
 */
const LATER =
  "[\\u{61d}\\u{7fd}\\u{890}-\\u{8e2}\\u{9fd}-\\u{9fe}\\u{a76}\\u{afa}-\\u{aff}\\u{b55}\\u{c04}-\\u{c3c}\\u{c77}\\u{c84}" +
  "\\u{d00}\\u{d3b}-\\u{d3c}\\u{d81}\\u{eba}\\u{ece}\\u{180f}-\\u{1886}\\u{1abf}-\\u{1aeb}\\u{1b4e}-\\u{1b4f}" +
  "\\u{1b7d}-\\u{1b7f}\\u{1df6}-\\u{1dfb}\\u{2e43}-\\u{2e5d}\\u{a82c}\\u{a8c5}\\u{a8ff}\\u{a9bd}\\u{10d24}-\\u{10f89}" +
  "\\u{11070}-\\u{11074}\\u{110c2}-\\u{110cd}\\u{111cf}\\u{1123e}-\\u{11241}\\u{1133b}\\u{113bb}-\\u{1145e}" +
  "\\u{11660}-\\u{1166c}\\u{116b9}\\u{1182f}-\\u{11fff}\\u{12ff1}-\\u{1612f}\\u{16d6d}-\\u{16f4f}\\u{16fe2}-\\u{16fe4}" +
  "\\u{1cf00}-\\u{1cf46}\\u{1e000}-\\u{1e6f5}\\u{1e944}-\\u{1e95f}]";

/** The four code points that moved the other way: the class they had in the tables of the reference. */
const MARK_THEN = "\\u{1734}\\u{1171e}";
const PUNCTUATION_THEN = "\\u{166d}\\u{111c9}";

const WORD = /[^\t\n\r\p{Zs}\p{Zl}\p{Zp}]+/gu;
const REMOVED = new RegExp(`[[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\u{fffd}]--${LATER}]`, "gv");
const MARK = new RegExp(`[[\\p{Mn}${MARK_THEN}]--[${LATER}${PUNCTUATION_THEN}]]`, "gv");
const PUNCTUATION_CLASS = `[[[\\p{P}$+<=>^\`\\|~]--${LATER}]${PUNCTUATION_THEN}]`;
const IDEOGRAPH_CLASS =
  "[\\u{4e00}-\\u{9fff}\\u{3400}-\\u{4dbf}\\u{20000}-\\u{2a6df}\\u{2a700}-\\u{2b81f}\\u{2b920}-\\u{2ceaf}" +
  "\\u{f900}-\\u{faff}\\u{2f800}-\\u{2fa1f}]";
const IDEOGRAPH = new RegExp(IDEOGRAPH_CLASS, "gv");
const PART = new RegExp(`${PUNCTUATION_CLASS}|[^\\t\\n\\r\\p{Zs}\\p{Zl}\\p{Zp}${PUNCTUATION_CLASS}]+`, "gv");
const ASCII_PRINTABLE = /^[!-~]+$/;
const ASCII_PART = /[0-9a-z]+|[^0-9a-z]/g;

/** A stretch of a text without white space, and where it stands in UTF-16 units. */
export interface Chunk {
  readonly text: string;
  readonly start: number;
}

/** The stretches between white space, in order. */
export function chunksOf(text: string): Chunk[] {
  return Array.from(text.matchAll(WORD), (match) => ({ text: match[0], start: match.index }));
}

/**
 * The normalised words and punctuation marks of one chunk: what WordPiece looks up. The reference has no bound for the
 * marks of a character; here they are 30, most of which are removed anyway.
 */
export function wordsOf(chunk: string): readonly string[] {
  if (ASCII_PRINTABLE.test(chunk)) return chunk.toLowerCase().match(ASCII_PART) ?? [];
  const cleaned = chunk.replace(REMOVED, "").replace(IDEOGRAPH, " $& ");
  return lowerCase(streamSafe(cleaned).normalize("NFD").replace(MARK, "")).match(PART) ?? [];
}

/** Lower case character by character: the reference does not know that a sigma at a word's end has a form of its own. */
function lowerCase(text: string): string {
  return text.replaceAll("Σ", "σ").toLowerCase();
}
