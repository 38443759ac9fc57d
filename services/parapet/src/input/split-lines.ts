import type { Readable } from "node:stream";

/** One line of an input, without its end and in bytes, so that what is no UTF-8 can be told. */
export type InputLine =
  | { readonly kind: "line"; readonly number: number; readonly bytes: Buffer }
  | { readonly kind: "too_long"; readonly number: number };

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The lines of an input, in groups: those that have arrived together, so that they can be answered together while no
 * line waits for one that is yet to come. Lines end with LF or CRLF only (inside of JSON, U+2028 is a character like any
 * other), the last one also with the input; a byte order mark is left out. Holds `maxBytes` of an unfinished line at
 * most: a longer one is told, and what follows it is read.
 */
export async function* splitLines(input: Readable, maxBytes: number): AsyncGenerator<readonly InputLine[]> {
  const splitter = new LineSplitter(maxBytes);
  for await (const chunk of input) {
    const lines = splitter.push(Buffer.from(chunk));
    if (lines.length > 0) yield lines;
  }
  const last = splitter.end();
  if (last !== null) yield [last];
}

class LineSplitter {
  readonly #maxBytes: number;
  #number = 0;
  /** What has arrived of the unfinished line; null while a line that is too long passes by. */
  #pieces: Buffer[] | null = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(chunk: Buffer): readonly InputLine[] {
    const lines: InputLine[] = [];
    let start = 0;
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, start)) {
      this.#keep(chunk.subarray(start, at));
      lines.push(this.#finish());
      start = at + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  /** The last line, where the input ends without a line end. */
  end(): InputLine | null {
    return this.#bytes === 0 ? null : this.#finish();
  }

  #keep(piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes > this.#maxBytes) this.#pieces = null;
    if (piece.length > 0) this.#pieces?.push(piece);
  }

  #finish(): InputLine {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#bytes = 0;
    this.#number += 1;
    const number = this.#number;
    if (pieces === null) return { kind: "too_long", number };
    const bytes = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
    return { kind: "line", number, bytes: trimmed(bytes, number === 1) };
  }
}

function trimmed(bytes: Buffer, isFirst: boolean): Buffer {
  const start =
    isFirst && bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  return bytes.subarray(start, bytes.at(-1) === CARRIAGE_RETURN ? -1 : undefined);
}
