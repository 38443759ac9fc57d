import type { TextRange } from "../views/view.ts";

/** A stretch without blanks. */
interface Token extends TextRange {
  /** Has a character of ASCII that look-alikes may stand beside: a letter, a digit, or the sign of an address. */
  readonly isLatin: boolean;
}

const OTHER = 0;
const BLANK = 1;
const NEIGHBOUR = 2;

/** Blanks, and the characters of scripts that write without them. */
const blank = /[\0- \x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u3040-\u9fff\uac00-\ud7a3]/;
/** ASCII, full-width, and mathematical letters by their high surrogate. */
const neighbour = /[A-Za-z0-9@\uff10-\uff19\uff20-\uff3a\uff41-\uff5a\ud835]/;

/** Classes of UTF-16 units. */
const classes = Uint8Array.from({ length: 0x1_00_00 }, (_, unit) => classOf(String.fromCharCode(unit)));

function classOf(character: string): number {
  if (blank.test(character)) return BLANK;
  return neighbour.test(character) ? NEIGHBOUR : OTHER;
}

/** Tells the token around an offset, each read once: a text is asked about from its beginning to its end. */
export class TokenReader {
  readonly #text: string;
  #token: Token = { start: 0, end: 0, isLatin: false };

  constructor(text: string) {
    this.#text = text;
  }

  at(offset: number): Token {
    if (offset >= this.#token.end || offset < this.#token.start) this.#token = this.#read(offset);
    return this.#token;
  }

  #read(offset: number): Token {
    const from = offset >= this.#token.end ? this.#token.end : 0;
    let start = offset;
    let isLatin = this.#classAt(offset) === NEIGHBOUR;
    for (; start > from && this.#classAt(start - 1) !== BLANK; start -= 1) {
      if (this.#classAt(start - 1) === NEIGHBOUR) isLatin = true;
    }
    let end = offset + 1;
    for (; end < this.#text.length && this.#classAt(end) !== BLANK; end += 1) {
      if (this.#classAt(end) === NEIGHBOUR) isLatin = true;
    }
    return { start, end, isLatin };
  }

  #classAt(offset: number): number {
    return classes[this.#text.charCodeAt(offset)] ?? OTHER;
  }
}
