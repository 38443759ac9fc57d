import type { DeadLetterReason } from "@parapet/delivery";
import { FIXED32, FIXED64, LENGTH_DELIMITED, VARINT } from "./wire-type.ts";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const strictUtf8 = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
/** Below this length a loop over ASCII beats the call into the platform's decoder (measured on attribute keys). */
const SHORT_TEXT_BYTES = 24;
const TWO_TO_32 = 0x1_0000_0000;

/**
 * A cursor over protobuf bytes. It never throws and never reads past a message's end: after the first malformed byte
 * `failure` is set, `next` answers false and every read gives a zero value, so that callers need no checks of their
 * own between reads.
 *
 * Two smaller defects do not end the reading: a field whose wire type is not the one asked for is skipped and noted in
 * `defect`; bytes that are no UTF-8 become U+FFFD and are noted in `sawInvalidUtf8`. Their readers reset them per record.
 */
export class ProtoReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position: number;
  #end: number;
  #high = 0;
  field = 0;
  wireType = 0;
  failure: DeadLetterReason | null = null;
  defect: DeadLetterReason | null = null;
  sawInvalidUtf8 = false;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#position = start;
    this.#end = end;
  }

  /** Moves to the next field of the current message; false at its end. */
  next(): boolean {
    if (this.#position >= this.#end) return false;
    const tag = this.#varintLow();
    this.field = tag >>> 3;
    this.wireType = tag & 7;
    if (this.field === 0 || this.#high !== 0) this.fail("undecodable_protobuf");
    return this.failure === null;
  }

  /** Enters the message in the current field; give the answer to `leave`. Where the field is no message, it is empty. */
  enter(): number {
    const outerEnd = this.#end;
    const length = this.#length();
    if (this.failure === null) this.#end = this.#position + length;
    return outerEnd;
  }

  leave(outerEnd: number): void {
    if (this.failure !== null) return;
    this.#position = this.#end;
    this.#end = outerEnd;
  }

  /** Position from which the current message can be read a second time with `rewind`. */
  mark(): number {
    return this.#position;
  }

  rewind(mark: number): void {
    if (this.failure === null) this.#position = mark;
  }

  string(): string {
    const start = this.#skipBytes();
    const length = this.#position - start;
    if (length <= SHORT_TEXT_BYTES) {
      const text = this.#shortAscii(start);
      if (text !== null) return text;
    }
    const text = utf8.decode(this.#bytes.subarray(start, this.#position));
    if (text.includes("\uFFFD") && !isUtf8(this.#bytes.subarray(start, this.#position))) this.sawInvalidUtf8 = true;
    return text;
  }

  /** A copy: the message's buffer can be let go. */
  bytes(): Uint8Array {
    const start = this.#skipBytes();
    return this.#bytes.slice(start, this.#position);
  }

  /** Lower-case hex of a bytes field. */
  hex(): string {
    const start = this.#skipBytes();
    let text = "";
    for (let at = start; at < this.#position; at += 1) text += hexOfByte[this.#bytes[at] ?? 0];
    return text;
  }

  uint32(): number {
    return this.#isWireType(VARINT) ? this.#varintLow() : 0;
  }

  bool(): boolean {
    return this.#isWireType(VARINT) && (this.#varintLow() | this.#high) !== 0;
  }

  /** Signed 64-bit integer: a number when that is exact, a bigint otherwise. */
  int64(): number | bigint {
    if (!this.#isWireType(VARINT)) return 0;
    const low = this.#varintLow();
    const high = this.#high | 0;
    const value = high * TWO_TO_32 + low;
    return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) | BigInt(low);
  }

  fixed64(): bigint {
    if (!this.#isWireType(FIXED64) || !this.#advance(8)) return 0n;
    return this.#view.getBigUint64(this.#position - 8, true);
  }

  double(): number {
    if (!this.#isWireType(FIXED64) || !this.#advance(8)) return 0;
    return this.#view.getFloat64(this.#position - 8, true);
  }

  /** Steps over the current field. Groups, which OTLP never had, are malformed. */
  skip(): void {
    if (this.wireType === LENGTH_DELIMITED) this.#skipBytes();
    else if (this.wireType === VARINT) this.#varintLow();
    else if (this.wireType === FIXED64) this.#advance(8);
    else if (this.wireType === FIXED32) this.#advance(4);
    else this.fail("undecodable_protobuf");
  }

  fail(reason: DeadLetterReason): void {
    this.failure ??= reason;
    this.#position = this.#end;
  }

  takeDefect(): DeadLetterReason | null {
    const { defect } = this;
    this.defect = null;
    return defect;
  }

  takeInvalidUtf8(): boolean {
    const saw = this.sawInvalidUtf8;
    this.sawInvalidUtf8 = false;
    return saw;
  }

  #isWireType(expected: number): boolean {
    if (this.wireType === expected) return true;
    this.defect ??= "undecodable_protobuf";
    this.skip();
    return false;
  }

  /** Length prefix of the current field, checked against the message's end; 0 where the field has no length. */
  #length(): number {
    if (!this.#isWireType(LENGTH_DELIMITED)) return 0;
    const length = this.#varintLow();
    if (this.#high === 0 && length <= this.#end - this.#position) return length;
    this.fail("undecodable_protobuf");
    return 0;
  }

  #skipBytes(): number {
    const length = this.#length();
    const start = this.#position;
    this.#position += length;
    return start;
  }

  #advance(count: number): boolean {
    if (this.#end - this.#position < count) this.fail("undecodable_protobuf");
    else this.#position += count;
    return this.failure === null;
  }

  #shortAscii(start: number): string | null {
    let text = "";
    for (let at = start; at < this.#position; at += 1) {
      const byte = this.#bytes[at] ?? 0;
      if (byte > 0x7f) return null;
      text += String.fromCharCode(byte);
    }
    return text;
  }

  /** Reads a varint of up to ten bytes: answers the low 32 bits and leaves the others in `#high`. */
  #varintLow(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70 && this.#position < this.#end; shift += 7) {
      const byte = this.#bytes[this.#position] ?? 0;
      this.#position += 1;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else if (shift < 63) high |= bits << (shift - 32);
      else high |= (bits & 1) << 31;
      if (byte < 0x80) {
        this.#high = high >>> 0;
        return low >>> 0;
      }
    }
    this.fail("undecodable_protobuf");
    this.#high = 0;
    return 0;
  }
}

const hexOfByte: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strictUtf8.decode(bytes);
    return true;
  } catch (error) {
    // The platform's answer for malformed input; nothing else can be thrown here.
    return !(error instanceof TypeError);
  }
}
