/** A generator whose draws depend on its seed alone, so that a case can be made again. */
export interface SeededRandom {
  /** In [0, 1). */
  readonly next: () => number;
  /** A whole number in [0, below). */
  readonly below: (below: number) => number;
  readonly pick: <T>(values: readonly T[], otherwise: T) => T;
  readonly chance: (probability: number) => boolean;
}

/** Mulberry32 (T. Ettinger, public domain): small, fast, and good enough to scatter test cases. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (values, otherwise) => values[below(values.length)] ?? otherwise,
    chance: (probability) => next() < probability,
  };
}
