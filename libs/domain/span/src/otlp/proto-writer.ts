import { FIXED64, LENGTH_DELIMITED, VARINT } from "./wire-type.ts";

const utf8 = new TextEncoder();

/**
 * Protobuf bytes of one message. A nested message is written by its own writer and then added as bytes: lengths come
 * before contents on the wire.
 */
export class ProtoWriter {
  #bytes = new Uint8Array(64);
  #size = 0;

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#size);
  }

  message(field: number, write: (nested: ProtoWriter) => void): void {
    const nested = new ProtoWriter();
    write(nested);
    this.bytes(field, nested.#bytes.subarray(0, nested.#size));
  }

  string(field: number, text: string): void {
    if (text !== "") this.bytes(field, utf8.encode(text));
  }

  bytes(field: number, bytes: Uint8Array): void {
    this.#tag(field, LENGTH_DELIMITED);
    this.#varint(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#size);
    this.#size += bytes.length;
  }

  /** Two's complement of a signed 64-bit integer, as `int64` and enums are written. */
  int64(field: number, value: number | bigint): void {
    this.#tag(field, VARINT);
    if (typeof value === "number" && value >= 0) this.#varint(value);
    else this.#bigVarint(BigInt.asUintN(64, BigInt(value)));
  }

  fixed64(field: number, value: bigint): void {
    this.#tag(field, FIXED64);
    this.#reserve(8);
    new DataView(this.#bytes.buffer).setBigUint64(this.#size, value, true);
    this.#size += 8;
  }

  double(field: number, value: number): void {
    this.#tag(field, FIXED64);
    this.#reserve(8);
    new DataView(this.#bytes.buffer).setFloat64(this.#size, value, true);
    this.#size += 8;
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  /** A non-negative safe integer: divided, since shifts end at 32 bits. */
  #varint(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest > 0x7f) {
      this.#byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.#byte(rest);
  }

  #bigVarint(value: bigint): void {
    this.#reserve(10);
    let rest = value;
    while (rest > 0x7fn) {
      this.#byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.#byte(Number(rest));
  }

  #byte(value: number): void {
    this.#bytes[this.#size] = value;
    this.#size += 1;
  }

  #reserve(count: number): void {
    if (this.#size + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#size + count));
    larger.set(this.#bytes.subarray(0, this.#size));
    this.#bytes = larger;
  }
}
