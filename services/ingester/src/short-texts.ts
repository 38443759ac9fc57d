import { TextTable } from "@parapet/span";

const bounds = { maxTexts: 16_384, maxBytesPerText: 96 };

/** Looks at a text in `[at, end)`. */
type Look = (bytes: Uint8Array, at: number, end: number) => boolean;

/**
 * What was seen of short texts: names, sessions and users come again and again, and are looked at once. A text that is
 * too long, or one too many, is looked at each time.
 */
export class ShortTexts {
  readonly #texts = new TextTable(bounds);
  #answers: (boolean | undefined)[] = [];

  clear(): void {
    this.#answers = [];
  }

  /** Makes room where there is none; to be called now and then. */
  makeRoom(): void {
    if (this.#texts.emptyIfFull()) this.clear();
  }

  ask(bytes: Uint8Array, at: number, end: number, look: Look): boolean {
    const id = end - at > bounds.maxBytesPerText ? -1 : this.#texts.idOfBytes(bytes, at, end);
    if (id < 0) return look(bytes, at, end);
    return (this.#answers[id] ??= look(bytes, at, end));
  }
}
