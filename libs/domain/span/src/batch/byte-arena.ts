const FIRST_BYTES = 64 * 1024;
/** An arena beyond this is let go again when a message needs far less. */
const KEPT_BYTES = 8 * 1024 * 1024;
/** Below this a loop beats the call into the platform. */
const SHORT_COPY = 20;
/** Readers look at whole words, up to one beyond the end. */
const PADDING = 8;

/** A copy of a message's bytes and, behind it, what is written while the message is read: one address space for both. */
export class ByteArena {
  bytes = new Uint8Array(FIRST_BYTES);
  /** The same bytes, four at a time. */
  words = new Int32Array(this.bytes.buffer);
  /** The same, for words at any place. */
  view = new DataView(this.bytes.buffer);
  used = 0;

  /** Forgets everything and holds a message, from 0 on. */
  load(message: Uint8Array): void {
    const isOutsized = this.bytes.length > KEPT_BYTES && message.length * 8 < this.bytes.length;
    this.used = 0;
    if (isOutsized) this.#replace(FIRST_BYTES);
    this.reserve(message.length);
    this.bytes.set(message);
    this.used = message.length;
  }

  /** Makes room for `count` more bytes. What stands in the arena keeps its place, though `bytes` may be another array. */
  reserve(count: number): void {
    const needed = this.used + count + PADDING;
    if (needed <= this.bytes.length) return;
    const before = this.bytes;
    this.#replace(Math.max(before.length * 2, needed));
    this.bytes.set(before);
  }

  push(byte: number): void {
    if (this.used + PADDING >= this.bytes.length) this.reserve(1);
    this.bytes[this.used] = byte;
    this.used += 1;
  }

  append(text: Uint8Array): void {
    this.reserve(text.length);
    for (let index = 0; index < text.length; index += 1) this.bytes[this.used + index] = text[index] ?? 0;
    this.used += text.length;
  }

  /** Appends text of ASCII. */
  ascii(text: string): void {
    this.reserve(text.length);
    for (let index = 0; index < text.length; index += 1) this.bytes[this.used + index] = text.charCodeAt(index);
    this.used += text.length;
  }

  /** Appends a copy of `[at, end)`. */
  copy(at: number, end: number): void {
    const count = end - at;
    this.reserve(count);
    const { bytes, used } = this;
    if (count > SHORT_COPY) bytes.copyWithin(used, at, end);
    else for (let index = 0; index < count; index += 1) bytes[used + index] = bytes[at + index] ?? 0;
    this.used = used + count;
  }

  #replace(capacity: number): void {
    this.bytes = new Uint8Array(Math.ceil(capacity / 4) * 4);
    this.words = new Int32Array(this.bytes.buffer);
    this.view = new DataView(this.bytes.buffer);
  }
}
