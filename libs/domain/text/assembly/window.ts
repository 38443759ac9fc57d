import { BYTES } from "../src/reader-layout";

/** Bytes that are sorted at once: a set of them has a bit for each, the lowest for the first. */
export const WINDOW: usize = 64;

/** A byte sixteen times. It is loaded, as engines make a constant vector anew wherever it is used. */
export function every(byte: usize): v128 {
  return v128.load_splat<u8>(BYTES + byte);
}

function setOf(first: v128, second: v128, third: v128, fourth: v128): u64 {
  const low = i8x16.bitmask(first) | (i8x16.bitmask(second) << 16);
  const high = i8x16.bitmask(third) | (i8x16.bitmask(fourth) << 16);
  return <u64>(<u32>low) | ((<u64>(<u32>high)) << 32);
}

/** The bytes of a window that are the same as sixteen given ones. */
export function setOfEqual(at: usize, same: v128): u64 {
  return setOf(
    i8x16.eq(v128.load(at), same),
    i8x16.eq(v128.load(at, 16), same),
    i8x16.eq(v128.load(at, 32), same),
    i8x16.eq(v128.load(at, 48), same),
  );
}

/** The bytes of a window that are below a given one, and those beyond ASCII. */
export function setOfBelow(at: usize, limit: v128): u64 {
  return setOf(
    i8x16.lt_s(v128.load(at), limit),
    i8x16.lt_s(v128.load(at, 16), limit),
    i8x16.lt_s(v128.load(at, 32), limit),
    i8x16.lt_s(v128.load(at, 48), limit),
  );
}

/** The ASCII letters and digits of a window. */
export function setOfWordBytes(at: usize): u64 {
  const fold = every(0x20);
  // What is in a range, and nothing else, is moved to the lowest of signed numbers.
  const fromA = every(0x80 - 0x61);
  const toZ = every(0x80 + 26);
  const from0 = every(0x80 - 0x30);
  const to9 = every(0x80 + 10);
  const first = v128.load(at);
  const second = v128.load(at, 16);
  const third = v128.load(at, 32);
  const fourth = v128.load(at, 48);
  return setOf(
    v128.or(isWithin(v128.or(first, fold), fromA, toZ), isWithin(first, from0, to9)),
    v128.or(isWithin(v128.or(second, fold), fromA, toZ), isWithin(second, from0, to9)),
    v128.or(isWithin(v128.or(third, fold), fromA, toZ), isWithin(third, from0, to9)),
    v128.or(isWithin(v128.or(fourth, fold), fromA, toZ), isWithin(fourth, from0, to9)),
  );
}

function isWithin(bytes: v128, offset: v128, limit: v128): v128 {
  return i8x16.lt_s(i8x16.add(bytes, offset), limit);
}

/** The bytes of a window that are beyond ASCII. */
export function setOfWide(at: usize): u64 {
  return setOf(v128.load(at), v128.load(at, 16), v128.load(at, 32), v128.load(at, 48));
}
