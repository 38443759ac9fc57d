import { LENGTH_MASKS } from "../src/reader-layout";

/**
 * Words are told apart by 64 bits. A short word is at most 16 characters of ASCII: its bytes, with zeros behind them, are
 * two numbers, and no two words of at most 8 share a hash. Any other word is read unit by unit. Both are of lower case.
 */
export const MAX_SHORT: usize = 16;
export const LONG_SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/** Hash of the word of `length` ASCII letters, digits and apostrophes at `at`; `fold` is the bit of lower case in each byte. */
export function asciiHash(at: usize, length: usize, fold: v128): u64 {
  if (length > MAX_SHORT) return longHash(at, length);
  const bytes = v128.and(v128.or(v128.load(at), fold), v128.load(LENGTH_MASKS + (length << 4)));
  return shortHash(i64x2.extract_lane(bytes, 0), i64x2.extract_lane(bytes, 1));
}

export function shortHash(low: u64, high: u64): u64 {
  let hash = (low * 0x9e37_79b9_7f4a_7c15) ^ rotl<u64>(high * 0xc2b2_ae3d_27d4_eb4f, 32);
  hash = (hash ^ (hash >> 32)) * 0xd6e8_feb8_6659_fd93;
  return hash ^ (hash >> 32);
}

/** The hash of a long word, and one more UTF-16 unit of it. */
export function mixUnit(hash: u64, unit: u32): u64 {
  const mixed = (hash ^ unit) * 0xff51_afd7_ed55_8ccd;
  return mixed ^ (mixed >> 32);
}

function longHash(at: usize, length: usize): u64 {
  let hash = LONG_SEED;
  for (let index: usize = 0; index < length; index += 1) hash = mixUnit(hash, load<u8>(at + index) | 0x20);
  return hash;
}
