import { isUtf8 } from "./utf8.ts";

const HIGH_BITS = 0x8080_8080 | 0;
const TWO_TO_32 = 0x1_0000_0000;

/**
 * A cursor over protobuf bytes for the columnar decoder: it only answers positions and numbers, and makes nothing. After
 * the first malformed byte `isBroken` is set and stays so; callers look at it once per record, not once per read.
 */
export class BatchCursor {
  bytes: Uint8Array = new Uint8Array();
  at = 0;
  isBroken = false;
  /** Where the text begins that was stepped over last. */
  textAt = 0;
  /** Upper half of the last varint. */
  high = 0;
  #view: DataView = new DataView(new ArrayBuffer(0));

  reset(bytes: Uint8Array): void {
    this.at = 0;
    this.isBroken = false;
    if (bytes === this.bytes) return;
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The next varint's low 32 bits; the others are left in `high`. */
  varint(end: number): number {
    const { at, bytes } = this;
    const first = bytes[at] ?? 0x80;
    if (first < 0x80 && at < end) {
      this.at = at + 1;
      this.high = 0;
      return first;
    }
    return this.#longVarint(end);
  }

  /** The next tag: field number and wire type. One that has more than 32 bits is malformed. */
  tag(end: number): number {
    const tag = this.varint(end);
    if (this.high !== 0) this.isBroken = true;
    return tag;
  }

  /** End of the length-delimited field that begins here; the cursor stands on its first byte. */
  lengthEnd(end: number): number {
    const length = this.varint(end);
    const fieldEnd = this.at + length;
    if (this.high === 0 && fieldEnd <= end) return fieldEnd;
    this.isBroken = true;
    return this.at;
  }

  /** Steps over a field of the wire type. */
  skip(wireType: number, end: number): void {
    if (wireType === 2) this.at = this.lengthEnd(end);
    else if (wireType === 0) this.varint(end);
    else if (wireType === 1) this.#advance(8, end);
    else if (wireType === 5) this.#advance(4, end);
    else this.isBroken = true;
  }

  /** Steps over a text, which then stands in `[textAt, at)`; false where it is no UTF-8, which the object path mends. */
  skipText(end: number): boolean {
    const textEnd = this.lengthEnd(end);
    this.textAt = this.at;
    this.at = textEnd;
    return this.isText(this.textAt, textEnd);
  }

  /** Whether `[at, end)` is UTF-8. */
  isText(at: number, end: number): boolean {
    return this.isAscii(at, end) || isUtf8(this.bytes, at, end);
  }

  /** Whether all bytes in `[at, end)` are ASCII. They are looked at by words. */
  isAscii(at: number, end: number): boolean {
    const view = this.#view;
    let passed = 0;
    let index = at;
    for (; index + 4 <= end; index += 4) passed |= view.getInt32(index, true);
    for (; index < end; index += 1) passed |= this.bytes[index] ?? 0;
    return (passed & HIGH_BITS) === 0;
  }

  /** Whether the same bytes, four or more of them, stand at both places. They are compared by words. */
  isSame(at: number, from: number, length: number): boolean {
    const view = this.#view;
    const last = length - 4;
    for (let offset = 0; offset < last; offset += 4) {
      if (view.getInt32(at + offset, true) !== view.getInt32(from + offset, true)) return false;
    }
    return view.getInt32(at + last, true) === view.getInt32(from + last, true);
  }

  /** A signed 64-bit integer as a number: exact up to 2^53. */
  int64(end: number): number {
    const low = this.varint(end);
    return this.high === 0 ? low : (this.high | 0) * TWO_TO_32 + low;
  }

  /** Position of the eight bytes of a fixed64. */
  fixed64(end: number): number {
    const { at } = this;
    this.#advance(8, end);
    return at;
  }

  doubleAt(at: number): number {
    return this.isBroken ? 0 : this.#view.getFloat64(at, true);
  }

  uint32At(at: number): number {
    return this.isBroken ? 0 : this.#view.getUint32(at, true);
  }

  #advance(count: number, end: number): void {
    if (this.at + count > end) this.isBroken = true;
    else this.at += count;
  }

  #longVarint(end: number): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70 && this.at < end; shift += 7) {
      const byte = this.bytes[this.at] ?? 0;
      this.at += 1;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else if (shift < 63) high |= bits << (shift - 32);
      else high |= (bits & 1) << 31;
      if (byte < 0x80) {
        this.high = high >>> 0;
        return low >>> 0;
      }
    }
    this.isBroken = true;
    this.high = 0;
    return 0;
  }
}
