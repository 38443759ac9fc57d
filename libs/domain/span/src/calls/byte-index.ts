/** Slots that are looked at for one entry; a sender that makes ids collide is told "unsure", not served slowly. */
const MAX_PROBES = 16;
const FIRST_SLOTS = 256;
/** Bytes from the end that the hash looks at: where ids differ. */
const HASHED_BYTES = 16;

/** No row has these bytes. */
export const NO_ROW = -1;
/** Some row may have these bytes. */
const UNSURE_ROW = -2;

/** Rows by short pieces of their message's bytes, such as ids. Filled anew for each message, without being cleared. */
export class ByteIndex {
  #serials = new Int32Array(FIRST_SLOTS);
  #ats = new Int32Array(FIRST_SLOTS);
  #ends = new Int32Array(FIRST_SLOTS);
  #rows = new Int32Array(FIRST_SLOTS);
  #bytes: Uint8Array = new Uint8Array();
  #serial = 0;

  /** Begins with the bytes of another message, of which at most `entries` pieces will be added. */
  start(bytes: Uint8Array, entries: number): void {
    this.#bytes = bytes;
    this.#serial += 1;
    if (this.#serial < 0x7fff_ffff && this.#serials.length >= 2 * entries) return;
    const slots = 2 ** Math.ceil(Math.log2(Math.max(2 * entries, this.#serials.length)));
    this.#serials = new Int32Array(slots);
    this.#ats = new Int32Array(slots);
    this.#ends = new Int32Array(slots);
    this.#rows = new Int32Array(slots);
    this.#serial = 1;
  }

  /** Adds `[at, end)` for a row and answers `NO_ROW`, or leaves the row that has the same bytes and answers that one. */
  add(at: number, end: number, row: number): number {
    const slot = this.#slotOf(at, end);
    if (slot < 0) return UNSURE_ROW;
    if (this.#serials[slot] === this.#serial) return this.#rows[slot] ?? UNSURE_ROW;
    this.#serials[slot] = this.#serial;
    this.#ats[slot] = at;
    this.#ends[slot] = end;
    this.#rows[slot] = row;
    return NO_ROW;
  }

  /** The row that was added with the bytes of `[at, end)`. */
  rowOf(at: number, end: number): number {
    const slot = this.#slotOf(at, end);
    if (slot < 0) return UNSURE_ROW;
    return this.#serials[slot] === this.#serial ? (this.#rows[slot] ?? UNSURE_ROW) : NO_ROW;
  }

  /** The slot with these bytes, or the free one where they belong; negative where neither was found in time. */
  #slotOf(at: number, end: number): number {
    const mask = this.#serials.length - 1;
    let slot = this.#hashOf(at, end) & mask;
    for (let probe = 0; probe < MAX_PROBES; probe += 1) {
      if (this.#serials[slot] !== this.#serial || this.#isSame(slot, at, end)) return slot;
      slot = (slot + 1) & mask;
    }
    return UNSURE_ROW;
  }

  #isSame(slot: number, at: number, end: number): boolean {
    const start = this.#ats[slot] ?? 0;
    const length = end - at;
    if ((this.#ends[slot] ?? 0) - start !== length) return false;
    const bytes = this.#bytes;
    for (let index = length - 1; index >= 0; index -= 1) {
      if (bytes[start + index] !== bytes[at + index]) return false;
    }
    return true;
  }

  #hashOf(at: number, end: number): number {
    const bytes = this.#bytes;
    let hash = end - at;
    for (let index = Math.max(at, end - HASHED_BYTES); index < end; index += 1) {
      hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x01000193);
    }
    return hash ^ (hash >>> 15);
  }
}
