const initialCapacity = 64 * 1_024;
const largeCapacity = 1_024 * 1_024;
const twoTo12 = 2 ** 12;
const twoTo20 = 2 ** 20;
const twoTo32 = 2 ** 32;
/** Below it, writing a text's units one by one is cheaper than a call into the runtime. */
const shortText = 24;
const { copy } = Buffer.prototype;

/** The bytes of values or of a block, little-endian, in a buffer that grows by doubling. No value allocates. */
export class ByteWriter {
  #buffer: Buffer;
  #view: DataView;
  #at = 0;
  #nextCapacity: number;

  constructor(capacity: number = initialCapacity) {
    this.#nextCapacity = capacity;
    this.#buffer = Buffer.allocUnsafeSlow(0);
    this.#view = viewOf(this.#buffer);
  }

  /** Bytes written since the beginning, `clear` or `take`. */
  get length(): number {
    return this.#at;
  }

  /** Makes room for `count` bytes; every method does so itself. */
  reserve(count: number): void {
    if (this.#at + count > this.#buffer.length) this.#grow(this.#at + count);
  }

  byte(value: number): void {
    this.reserve(1);
    this.#buffer[this.#at++] = value;
  }

  /** An unsigned LEB128 number: seven bits a byte, the lowest first. Exact up to 2^53 - 1. */
  varint(value: number): void {
    this.reserve(8);
    this.#at = putVarint(this.#buffer, this.#at, value);
  }

  /** `source[at, end)` as it is. */
  bytes(source: Uint8Array, at = 0, end: number = source.length): void {
    const count = end - at;
    this.reserve(count);
    if (count < shortText) {
      for (let index = at; index < end; index++) this.#buffer[this.#at++] = source[index] ?? 0;
      return;
    }
    // A view of the source, for `set`, would cost more than the copy.
    copy.call(source, this.#buffer, this.#at, at, end);
    this.#at += count;
  }

  /** A String of `source[at, end)`: its length, then its bytes. */
  textBytes(source: Uint8Array, at = 0, end: number = source.length): void {
    this.varint(end - at);
    this.bytes(source, at, end);
  }

  /** A String: its length in bytes, then its UTF-8. A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD. */
  text(value: string): void {
    const units = value.length;
    this.reserve(3 * units + 8);
    if (units < shortText && this.#shortAscii(value)) return;
    // The length comes first, but is known last: leave the room that ASCII needs, and move the text when it was not.
    const guess = varintSize(units);
    const bytes = this.#buffer.write(value, this.#at + guess, "utf8");
    const size = varintSize(bytes);
    if (size !== guess) this.#buffer.copyWithin(this.#at + size, this.#at + guess, this.#at + guess + bytes);
    this.#at = putVarint(this.#buffer, this.#at, bytes) + bytes;
  }

  int16(value: number): void {
    this.reserve(2);
    this.#view.setInt16(this.#at, value, true);
    this.#at += 2;
  }

  /** Any integer of 32 bits, signed or not: both have the same bytes. */
  int32(value: number): void {
    this.reserve(4);
    this.#view.setInt32(this.#at, value, true);
    this.#at += 4;
  }

  /** An integer that a double holds exactly, negative ones as two's complement. */
  int64(value: number): void {
    this.int64Halves(value >>> 0, Math.floor(value / twoTo32));
  }

  /**
   * `whole × factor + rest` in 64 bits, exact although the sum is no exact double: `|whole| < 2^34`, `factor <= 10^12`,
   * `|whole × factor| < 2^63`, `|rest| < factor`.
   */
  int64Scaled(whole: number, factor: number, rest: number): void {
    const high = Math.floor(whole / twoTo12) * factor;
    const low = (whole - Math.floor(whole / twoTo12) * twoTo12) * factor + rest;
    // The sum is high × 2^12 + low, both exact. Added up in halves of 32 bits, with the carry of the lower ones.
    const sum = modulo(high, twoTo20) * twoTo12 + modulo(low, twoTo32);
    this.int64Halves(sum >>> 0, Math.floor(high / twoTo20) + Math.floor(low / twoTo32) + Math.floor(sum / twoTo32));
  }

  /** 64 bits given as two 32-bit halves, of which only the low 32 bits count. */
  int64Halves(low: number, high: number): void {
    this.reserve(8);
    this.#view.setInt32(this.#at, low, true);
    this.#view.setInt32(this.#at + 4, high, true);
    this.#at += 8;
  }

  /** The low 64 bits of `value`, so that signed and unsigned integers are the same here. */
  bigInt64(value: bigint): void {
    this.reserve(8);
    this.#view.setBigInt64(this.#at, value, true);
    this.#at += 8;
  }

  float32(value: number): void {
    this.reserve(4);
    this.#view.setFloat32(this.#at, value, true);
    this.#at += 4;
  }

  float64(value: number): void {
    this.reserve(8);
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  /** `count` zero bytes. */
  zeros(count: number): void {
    this.reserve(count);
    this.#buffer.fill(0, this.#at, this.#at + count);
    this.#at += count;
  }

  /** Bytes all the same. */
  repeat(byte: number, count: number): void {
    this.reserve(count);
    this.#buffer.fill(byte, this.#at, this.#at + count);
    this.#at += count;
  }

  /** Takes back what was written behind the first `length` bytes. */
  rewind(length: number): void {
    this.#at = Math.min(this.#at, length);
  }

  /** What was written, valid until the next write: for bytes that go into another writer. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  /** Begins again in the same buffer. */
  clear(): void {
    this.#at = 0;
  }

  /** Gives the memory back: nobody may read what was written any more. The next write begins anew. */
  free(): void {
    freeMemory(this.take());
  }

  /** Hands the buffer over, so that no byte is copied, and begins again in one that is allocated at the next write. */
  take(): Buffer {
    const taken = this.view();
    this.#nextCapacity = Math.max(initialCapacity, this.#at);
    this.#buffer = Buffer.allocUnsafeSlow(0);
    this.#view = viewOf(this.#buffer);
    this.#at = 0;
    return taken;
  }

  #shortAscii(value: string): boolean {
    const start = this.#at;
    const buffer = this.#buffer;
    for (let index = 0; index < value.length; index++) {
      const unit = value.charCodeAt(index);
      if (unit > 0x7f) return false;
      buffer[start + 1 + index] = unit;
    }
    buffer[start] = value.length;
    this.#at = start + 1 + value.length;
    return true;
  }

  #grow(needed: number): void {
    const capacity = Math.max(needed, grownFrom(this.#buffer.length), this.#nextCapacity);
    const grown = new ArrayBuffer(capacity);
    const outgrown = this.#buffer;
    this.#buffer = Buffer.from(grown);
    outgrown.copy(this.#buffer, 0, 0, this.#at);
    this.#view = viewOf(this.#buffer);
    freeMemory(outgrown);
  }
}

/** Doubling a large buffer would leave megabytes unused. */
function grownFrom(capacity: number): number {
  return capacity < largeCapacity ? 2 * capacity : capacity + largeCapacity;
}

/** Frees at once what the garbage collector would be woken for, by every few megabytes, and free later. */
function freeMemory({ buffer }: Buffer): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** The remainder of a division that rounds down, so that it is never negative. */
function modulo(value: number, divisor: number): number {
  return value - Math.floor(value / divisor) * divisor;
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
  return size;
}

/** Writes `value` at `at` and answers the place behind it. */
function putVarint(buffer: Buffer, at: number, value: number): number {
  let rest = value;
  let end = at;
  while (rest >= 0x80) {
    buffer[end++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  buffer[end++] = rest;
  return end;
}
