/** Uniform in [0, 1); each call gives the next number. */
export type Random = () => number;

/**
 * Numbers that the low 32 bits of the seed determine: mulberry32 (T. Ettinger, public domain), whose 32 bits of state are
 * good enough to scatter samples and test cases, and of no use for secrets.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
