const SLOTS = 1 << 16;
const MASK = SLOTS - 1;
/** What a slot holds: a word's hashes, the number of the text it was last met in (0: free), its place among known words. */
const FIRST = 0;
const SECOND = 1;
const MET_IN = 2;
const PLACE = 3;
const WIDTH = 4;
/** Half full at most when a text begins, so that searches end soon. */
const MAX_WORDS = SLOTS / 2;
/** A longer search means that somebody makes words collide, or that one text fills the table. */
const MAX_STEPS = 64;

/** No slot: the words of this text have to be told apart otherwise. */
export const NO_SLOT = -1;

/** Hashes of a word, over its UTF-16 units. */
export type WordHashes = readonly [first: number, second: number];

/**
 * Words that were met, each by two hashes of 32 bits. It stays from text to text, so that most words are found where they
 * were; when it is half full it starts again from the words that it must know.
 */
export class Vocabulary {
  readonly #knownWords: readonly WordHashes[];
  /** Four numbers a slot, so that they lie in one line of the processor's cache: see `FIRST` and the others. */
  readonly #slots = new Int32Array(SLOTS * WIDTH);
  #count = 0;
  #text = 1;
  /** Whether the word of the last `slotOf` was not met in this text before. */
  isNew = false;

  /** `knownWords` are never forgotten. */
  constructor(knownWords: readonly WordHashes[]) {
    this.#knownWords = knownWords;
    this.#learn();
  }

  /** Begins a text, in which every word is new at first. */
  startText(): void {
    if (this.#count > MAX_WORDS || this.#text === 0x7fff_ffff) this.#forget();
    this.#text += 1;
  }

  /** Slot of a word by its two hashes, `NO_SLOT` where the search is too long. */
  slotOf(first: number, second: number): number {
    const slots = this.#slots;
    let at = ((first ^ (first >>> 15)) & MASK) * WIDTH;
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const metIn = slots[at + MET_IN];
      if (metIn === 0) return this.#add(at, first, second);
      if (slots[at + FIRST] === first && slots[at + SECOND] === second) {
        this.isNew = metIn !== this.#text;
        slots[at + MET_IN] = this.#text;
        return at;
      }
      at = (at + WIDTH) & (SLOTS * WIDTH - 1);
    }
    return NO_SLOT;
  }

  /** Place of a slot's word in the list of known ones, counted from 1; 0 for any other word. */
  placeOf(slot: number): number {
    return this.#slots[slot + PLACE] ?? 0;
  }

  #add(slot: number, first: number, second: number): number {
    this.#slots[slot + FIRST] = first;
    this.#slots[slot + SECOND] = second;
    this.#slots[slot + MET_IN] = this.#text;
    this.#count += 1;
    this.isNew = true;
    return slot;
  }

  #learn(): void {
    for (const [index, [first, second]] of this.#knownWords.entries()) {
      this.#slots[this.slotOf(first, second) + PLACE] = index + 1;
    }
  }

  #forget(): void {
    this.#slots.fill(0);
    this.#count = 0;
    this.#text = 1;
    this.#learn();
  }
}
