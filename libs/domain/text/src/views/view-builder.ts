import { OffsetMap } from "./offset-map.ts";
import { identityView, wholeCodePoints, type TextRange, type View } from "./view.ts";

/** A replacement in blocks: which units of its text come from which range of the original, in order and adjoining. */
export interface Replacement {
  readonly text: string;
  /** Three numbers a block: its length in `text`, and where it begins and ends in the original. */
  readonly blocks: readonly number[];
}

/** Numbers that a block is made of. */
const BLOCK_FIELDS = 3;

/** Writes a view of a text from its beginning to its end: what is neither replaced nor removed is copied. */
export class ViewBuilder {
  readonly #original: string;
  readonly #map = new OffsetMap();
  #text = "";
  #done = 0;

  constructor(original: string) {
    this.#original = original;
  }

  /** How much of the original is replaced, removed, or copied before such. */
  get done(): number {
    return this.#done;
  }

  /** Says that a range of the original reads as `text`, or as nothing. Ranges are told in order, on code points. */
  replace(range: TextRange, text: string): void {
    this.#copyTo(range.start);
    this.#map.add(text.length, range);
    this.#text += text;
    this.#done = range.end;
  }

  replaceByBlocks({ text, blocks }: Replacement): void {
    this.#copyTo(blocks[1] ?? this.#done);
    for (let at = 0; at < blocks.length; at += BLOCK_FIELDS) {
      const [length = 0, start = 0, end = 0] = [blocks[at], blocks[at + 1], blocks[at + 2]];
      this.#map.add(length, { start, end });
      this.#done = end;
    }
    this.#text += text;
  }

  /** The unit of the view that stands before an offset of the original; empty at the beginning. */
  unitBefore(offset: number): string {
    return offset > this.#done ? this.#original.charAt(offset - 1) : this.#text.slice(-1);
  }

  /** The view. To be called once, at the end. */
  build(): View {
    if (this.#done === 0) return identityView(this.#original);
    this.#copyTo(this.#original.length);
    const [text, map] = [this.#text, this.#map];
    return {
      text,
      isIdentity: false,
      toOriginal: (start, end) => {
        const found = wholeCodePoints(text, { start, end });
        return map.toOriginal(found.start, found.end);
      },
    };
  }

  #copyTo(offset: number): void {
    if (offset <= this.#done) return;
    this.#map.addCopy(offset - this.#done, this.#done);
    this.#text += this.#original.slice(this.#done, offset);
    this.#done = offset;
  }
}
