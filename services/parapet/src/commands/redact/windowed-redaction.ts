import { isReplaced } from "@parapet/guard";

import { findAround, replaceFound, settle, within, type TextRedaction } from "./text-redaction.ts";

/** All in UTF-16 units. */
export interface WindowSizes {
  /** What has arrived and is redacted together. */
  readonly window: number;
  /** What is seen of the text on both sides of it: more than the longest value and the words before it take. */
  readonly overlap: number;
  /** What is held of a value that has no end. */
  readonly most: number;
}

const defaultSizes: WindowSizes = { window: 512 * 1024, overlap: 48 * 1024, most: 4 * 1024 * 1024 };

/** Groups of base64 (4), base32 (8) and hexadecimal digits (2) begin at multiples of this in a row of them. */
const GROUP = 8;
const encoded = /[\w+/=%-]/;

/**
 * Redacts a text of any size as it arrives. It is cut at the end of a line, else at a blank, never within a value, and
 * each piece is searched together with the end of the piece before and the beginning of the next.
 */
export class WindowedRedaction {
  readonly #redaction: TextRedaction;
  readonly #sizes: WindowSizes;
  /** What stands before the text that waits: as it was, and as it was given out. */
  #before = "";
  #given = "";
  #text = "";

  constructor(redaction: TextRedaction, sizes: WindowSizes = defaultSizes) {
    this.#redaction = redaction;
    this.#sizes = sizes;
  }

  /** Takes the next piece of the text and gives what can be given out of it by now. */
  push(piece: string): string {
    this.#text += piece;
    let given = "";
    while (this.#text.length >= this.#sizes.window + this.#sizes.overlap) {
      const next = this.#giveWindow();
      if (next === null) break;
      given += next;
    }
    return given;
  }

  /** Gives the rest; the text has ended. */
  end(): string {
    return this.#give(
      this.#text.length,
      findAround({ before: this.#before, text: this.#text, after: "" }, this.#redaction),
    );
  }

  /** The beginning of the waiting text, redacted; null where it is one value, of which more must be waited for. */
  #giveWindow(): string | null {
    const findings = findAround({ before: this.#before, text: this.#text, after: "" }, this.#redaction);
    const cut = this.#placeToCut();
    const across = findings.filter(isReplaced).find(({ start, end }) => start < cut && cut < end);
    if (across === undefined) return this.#give(cut, findings);
    if (across.start > 0) return this.#give(across.start, findings);
    return this.#text.length < this.#sizes.most ? null : this.#give(across.end, findings);
  }

  #give(length: number, findings: ReturnType<typeof findAround>): string {
    const [text, after] = [this.#text.slice(0, length), this.#text.slice(length)];
    const first = replaceFound(text, within(findings, 0, length), this.#redaction);
    const next = after.slice(0, this.#sizes.overlap);
    const redacted = settle({ before: this.#given, text: first, after: next }, this.#redaction);
    this.#before = this.#endOf(this.#before + text);
    this.#given = this.#endOf(this.#given + redacted);
    this.#text = after;
    return redacted;
  }

  /** Behind the last line that ends in the second half of the window, else behind a blank, else anywhere but in a character. */
  #placeToCut(): number {
    const last = this.#text.length - this.#sizes.overlap;
    const least = last / 2;
    const line = this.#text.lastIndexOf("\n", last - 1) + 1;
    if (line > least) return line;
    const blank = this.#text.lastIndexOf(" ", last - 1) + 1;
    return blank > least ? blank : wholeCharacter(this.#text, last);
  }

  /**
   * What must be seen of a text before its next piece. It begins with a line where that is not far, and in a row of
   * letters and digits that may be encoded with a group of them: cut elsewhere, it would decode to something else.
   */
  #endOf(text: string): string {
    const from = text.length - this.#sizes.overlap;
    if (from <= 0) return text;
    const line = text.indexOf("\n", from) + 1;
    if (line > 0 && line < from + this.#sizes.overlap / 4) return text.slice(line);
    let start = from;
    while (start > 0 && encoded.test(text.charAt(start - 1))) start -= 1;
    return text.slice(wholeCharacter(text, start + Math.floor((from - start) / GROUP) * GROUP));
  }
}

/** An offset, or the one before where it would split a pair of surrogates. */
function wholeCharacter(text: string, offset: number): number {
  return (text.codePointAt(offset - 1) ?? 0) > 0xff_ff ? offset - 1 : offset;
}
