const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** Slots that are looked at for one text; a sender that makes texts collide makes them unknown, not slow. */
const MAX_PROBES = 8;

export interface TextTableBounds {
  readonly maxTexts: number;
  /** Longer texts are not kept. */
  readonly maxBytesPerText: number;
}

/** No text of the table. */
export const UNKNOWN_TEXT = -1;
/** The number of `""` in every table. */
export const EMPTY_TEXT = 0;

/**
 * Texts that come again and again (models, providers, attribute names), each under a small number, found from their
 * bytes without making a string. The table is bounded: what does not fit is `UNKNOWN_TEXT` until it is emptied.
 */
export class TextTable {
  readonly #bounds: TextTableBounds;
  readonly #slots: Int32Array;
  readonly #starts: Int32Array;
  readonly #texts: string[] = [];
  #arena: Uint8Array;
  #used = 0;
  /** Changes when the table is emptied: numbers of another generation mean nothing. */
  generation = 0;

  constructor(bounds: TextTableBounds) {
    this.#bounds = bounds;
    this.#slots = new Int32Array(slotsFor(bounds.maxTexts)).fill(UNKNOWN_TEXT);
    this.#starts = new Int32Array(bounds.maxTexts + 1);
    this.#arena = new Uint8Array(4096);
    this.idOfText("");
  }

  /** Empties a table that is full. True if it did. */
  emptyIfFull(): boolean {
    if (this.#texts.length < this.#bounds.maxTexts) return false;
    this.#slots.fill(UNKNOWN_TEXT);
    this.#texts.length = 0;
    this.#used = 0;
    this.generation += 1;
    this.idOfText("");
    return true;
  }

  /** The number of the text in `bytes[at, end)`, which is new where it was never seen and fits. */
  idOfBytes(bytes: Uint8Array, at: number, end: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(bytes, at, end) & mask;
    for (let probe = 0; probe < MAX_PROBES; probe += 1) {
      const id = this.#slots[slot] ?? UNKNOWN_TEXT;
      if (id === UNKNOWN_TEXT) return this.#add(slot, bytes.subarray(at, end));
      if (this.#isSame(id, bytes, at, end)) return id;
      slot = (slot + 1) & mask;
    }
    return UNKNOWN_TEXT;
  }

  /** The number of a text that is at hand as a string; slow beside `idOfBytes`. */
  idOfText(text: string): number {
    const bytes = utf8Encoder.encode(text);
    return this.idOfBytes(bytes, 0, bytes.length);
  }

  textOf(id: number): string {
    return this.#texts[id] ?? "";
  }

  #isSame(id: number, bytes: Uint8Array, at: number, end: number): boolean {
    const start = this.#starts[id] ?? 0;
    const length = end - at;
    if ((this.#starts[id + 1] ?? 0) - start !== length) return false;
    const arena = this.#arena;
    // From the end: names that begin alike are the rule.
    for (let index = length - 1; index >= 0; index -= 1) {
      if (arena[start + index] !== bytes[at + index]) return false;
    }
    return true;
  }

  #add(slot: number, bytes: Uint8Array): number {
    const id = this.#texts.length;
    if (id >= this.#bounds.maxTexts || bytes.length > this.#bounds.maxBytesPerText) return UNKNOWN_TEXT;
    const text = decodedText(bytes);
    if (text === null) return UNKNOWN_TEXT;
    this.#reserve(bytes.length);
    this.#arena.set(bytes, this.#used);
    this.#used += bytes.length;
    this.#starts[id + 1] = this.#used;
    this.#slots[slot] = id;
    this.#texts.push(text);
    return id;
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes <= this.#arena.length) return;
    const larger = new Uint8Array(Math.max(this.#arena.length * 2, this.#used + bytes));
    larger.set(this.#arena);
    this.#arena = larger;
  }
}

/** At most half of the slots are ever taken, so that probes stay few. */
function slotsFor(texts: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(texts, 8) * 2));
}

/** Length and bytes from both ends and the middle: where names differ. Whole texts are compared afterwards. */
function hashOf(bytes: Uint8Array, at: number, end: number): number {
  const length = end - at;
  if (length === 0) return 0;
  const middle = at + (length >> 1);
  const last = end - 1;
  let hash = length;
  hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (bytes[middle] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (bytes[middle + (length >> 2)] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (bytes[at + (length >> 2)] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (bytes[last] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (bytes[Math.max(last - 1, at)] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (bytes[Math.max(last - 3, at)] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}

function decodedText(bytes: Uint8Array): string | null {
  try {
    return utf8Decoder.decode(bytes);
  } catch (error) {
    // The platform's answer for malformed input.
    if (error instanceof TypeError) return null;
    throw error;
  }
}
