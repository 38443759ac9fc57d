import type { ByteArena } from "./byte-arena.ts";

const NO_RUN = -1;

/**
 * A text that is put together from parts, most of which stand one behind the other in the arena already. As long as all
 * of it does, nothing is copied, and the text is a place in what was there before.
 */
export class CanonicalText {
  readonly #arena: ByteArena;
  #start = 0;
  /** The part at the text's end that is not yet copied. */
  #runAt = 0;
  #runEnd = 0;
  /** Place of the text, once it is finished. */
  at = 0;
  end = 0;

  constructor(arena: ByteArena) {
    this.#arena = arena;
  }

  /** Begins a text of which the first part is expected at `at`. */
  begin(at: number): void {
    this.#start = this.#arena.used;
    this.#runAt = at;
    this.#runEnd = at;
  }

  /** Bytes of the text so far. */
  get length(): number {
    return this.#arena.used - this.#start + this.#runEnd - this.#runAt;
  }

  /** Adds `[at, end)`. */
  keep(at: number, end: number): void {
    if (at === this.#runEnd) {
      this.#runEnd = end;
      return;
    }
    this.flush();
    this.#runAt = at;
    this.#runEnd = end;
  }

  /** Adds bytes that may already stand where the text would go on. */
  literal(text: Uint8Array): void {
    const { bytes } = this.#arena;
    const from = this.#runEnd;
    let matched = 0;
    if (from !== NO_RUN) while (matched < text.length && bytes[from + matched] === text[matched]) matched += 1;
    if (matched === text.length) {
      this.#runEnd = from + matched;
      return;
    }
    this.flush();
    this.#arena.append(text);
  }

  /** Copies what is not yet copied, so that parts can be appended to the arena itself. */
  flush(): void {
    if (this.#runEnd > this.#runAt) this.#arena.copy(this.#runAt, this.#runEnd);
    this.#runAt = NO_RUN;
    this.#runEnd = NO_RUN;
  }

  finish(): void {
    const isCopied = this.#arena.used > this.#start || this.#runAt === NO_RUN;
    if (isCopied) this.flush();
    this.at = isCopied ? this.#start : this.#runAt;
    this.end = isCopied ? this.#arena.used : this.#runEnd;
  }
}
