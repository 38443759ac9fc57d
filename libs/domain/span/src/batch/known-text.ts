const encoder = new TextEncoder();

/** A text of four bytes or more that is expected in bytes; it is compared by words, which costs a quarter of bytes. */
export class KnownText {
  readonly length: number;
  readonly #words: Int32Array;
  /** The last four bytes, most of which may be those of the last word as well. */
  readonly #last: number;

  constructor(text: string) {
    const bytes = encoder.encode(text);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.length = bytes.length;
    this.#words = Int32Array.from({ length: bytes.length >> 2 }, (_, word) => view.getInt32(word * 4, true));
    this.#last = view.getInt32(bytes.length - 4, true);
  }

  /** Whether the text stands at `at`, before `end`. */
  standsAt(view: DataView, at: number, end: number): boolean {
    if (at + this.length > end) return false;
    const words = this.#words;
    for (let word = 0; word < words.length; word += 1) {
      if (view.getInt32(at + word * 4, true) !== words[word]) return false;
    }
    return view.getInt32(at + this.length - 4, true) === this.#last;
  }
}
