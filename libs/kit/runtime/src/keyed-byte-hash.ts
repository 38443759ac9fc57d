import { hash } from "node:crypto";

/** Copies without making a view of what is copied. */
const { copy } = Buffer.prototype;
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INNER = 0x36;
const OUTER = 0x5c;
/** Texts up to this size are copied behind the key; longer ones get a buffer that grows. */
const FIRST_BYTES = 64 * 1_024;

/** Hex digits that a `KeyedByteHash` writes. */
export const KEYED_HASH_DIGITS = 32;

/** Writes what `KeyedHash` answers for the text whose UTF-8 is `[at, end)` into `target`, from `to` on. */
export type KeyedByteHash = (bytes: Uint8Array, place: BytePlace, target: Buffer, to: number) => void;

export interface BytePlace {
  readonly at: number;
  readonly end: number;
}

/**
 * HMAC-SHA-256 (RFC 2104) of bytes, cut to 128 bits, as `createKeyedHash` gives it for texts. Two digests at a time over
 * prepared pads: an `Hmac` object for each text would cost more than its hash.
 */
export function createKeyedByteHash(key: string): KeyedByteHash {
  let inner = Buffer.alloc(BLOCK_BYTES + FIRST_BYTES);
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES);
  inner.set(padOf(key, INNER));
  outer.set(padOf(key, OUTER));
  return (bytes, { at, end }, target, to) => {
    const length = BLOCK_BYTES + end - at;
    if (length > inner.length) inner = Buffer.concat([inner.subarray(0, BLOCK_BYTES), Buffer.alloc(2 * (end - at))]);
    copy.call(bytes, inner, BLOCK_BYTES, at, end);
    outer.write(hash("sha256", inner.subarray(0, length), "binary"), BLOCK_BYTES, "latin1");
    target.write(hash("sha256", outer, "hex"), to, KEYED_HASH_DIGITS, "latin1");
  };
}

/** A key longer than a block is hashed first. */
function padOf(key: string, mask: number): Buffer {
  const bytes = Buffer.from(key);
  const pad = Buffer.alloc(BLOCK_BYTES);
  pad.set(bytes.length > BLOCK_BYTES ? hash("sha256", bytes, "buffer") : bytes);
  return Buffer.from(pad.map((byte) => byte ^ mask));
}
