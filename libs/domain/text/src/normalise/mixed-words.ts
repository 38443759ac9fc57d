import type { TextRange } from "../views/view.ts";
import { INVISIBLE, LOOK_ALIKE, readingOf } from "./character-reading.ts";

const LATIN = 0;
const LOOKS_LATIN = 1;
const FOREIGN = 2;

const latinLetter = /\p{Script=Latin}/u;
/** Scripts that Latin letters are imitated by. Others, such as Han or Arabic, stand beside Latin words unmistakably. */
const imitator =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u;
const letter = /\p{L}/u;
const mark = /\p{M}/u;
/** Greek letters that are signs of measures and sciences, and by their look no Latin ones. */
const sign = /[α-νξ-ω]/u;
/** Letters of an inflection at most. */
const maxInflection = 3;

/** The letters of a word so far. */
interface Word {
  start: number;
  end: number;
  /** How many letters of each kind. */
  counts: [number, number, number];
  /** How often Latin letters and others follow one another. */
  switches: number;
  wasLatin: boolean;
  firstIsLatin: boolean;
  /** The only letter so far that is none of Latin script. */
  onlyOther: string;
}

/**
 * The words of a range in which letters of other scripts pass for Latin ones, or the other way round. Words of one
 * script are none of them, nor is a name or acronym with the ending of another language (`USBа`), nor a unit (`μm`).
 */
export function mixedWords(text: string, { start, end }: TextRange): readonly TextRange[] {
  const found: TextRange[] = [];
  let word: Word | undefined;
  for (let at = start; at < end;) {
    const codePoint = text.codePointAt(at) ?? 0;
    const next = at + (codePoint > 0xff_ff ? 2 : 1);
    const kind = kindOf(codePoint);
    if (kind !== undefined) word = withLetter(word, kind, { text, start: at, end: next });
    else if (codePoint < 0x80 || !isPartOfLetter(codePoint)) {
      if (word !== undefined && isMixed(text, word)) found.push({ start: word.start, end: word.end });
      word = undefined;
    }
    at = next;
  }
  if (word !== undefined && isMixed(text, word)) found.push({ start: word.start, end: word.end });
  return found;
}

/** Which kind of letter a code point is; undefined for what is none. */
function kindOf(codePoint: number): 0 | 1 | 2 | undefined {
  if (codePoint < 0x80) return (codePoint | 0x20) >= 0x61 && (codePoint | 0x20) <= 0x7a ? LATIN : undefined;
  if (isMathematical(codePoint)) return LOOKS_LATIN;
  const character = String.fromCodePoint(codePoint);
  if (mark.test(character)) return undefined;
  if (latinLetter.test(character)) return LATIN;
  if (readingOf(codePoint) === LOOK_ALIKE && letter.test(character)) return LOOKS_LATIN;
  return imitator.test(character) ? FOREIGN : undefined;
}

function isPartOfLetter(codePoint: number): boolean {
  return readingOf(codePoint) === INVISIBLE || mark.test(String.fromCodePoint(codePoint));
}

function isMathematical(codePoint: number): boolean {
  return codePoint >= 0x1_d4_00 && codePoint <= 0x1_d7_cb;
}

function withLetter(
  word: Word | undefined,
  kind: 0 | 1 | 2,
  { text, start, end }: TextRange & { readonly text: string },
): Word {
  const isLatin = kind === LATIN;
  const now = word ?? {
    start,
    end,
    counts: [0, 0, 0],
    switches: 0,
    wasLatin: isLatin,
    firstIsLatin: isLatin,
    onlyOther: "",
  };
  now.counts[kind] += 1;
  if (now.wasLatin !== isLatin) now.switches += 1;
  if (!isLatin) now.onlyOther = text.slice(start, end);
  now.wasLatin = isLatin;
  now.end = end;
  return now;
}

function isMixed(text: string, word: Word): boolean {
  const [latin, looksLatin, foreign] = word.counts;
  const others = looksLatin + foreign;
  if (latin === 0 || others === 0) return false;
  if (word.switches === 1) {
    if (foreign > 0) return false;
    if (others === 1 && sign.test(word.onlyOther)) return false;
    if (word.firstIsLatin && others <= maxInflection && /^\p{Lu}/u.test(text.slice(word.start, word.end))) return false;
  }
  return looksLatin > 0 || word.switches > 1;
}
