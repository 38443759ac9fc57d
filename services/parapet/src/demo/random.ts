/** Seeded randomness: equal seeds give equal sequences, so the demo is the same on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  readonly chance: (probability: number) => boolean;
  /** Uniform integer in [min, max]. */
  readonly integer: (min: number, max: number) => number;
  /** @throws RangeError for an empty list. */
  readonly pick: <T>(items: readonly T[]) => T;
  /** Log-normal, as latencies and lengths are: half of the values lie below `median`. */
  readonly logNormal: (median: number, sigma: number) => number;
  /** That many random bytes in lower-case hex, never all zero. */
  readonly hex: (bytes: number) => string;
}

/** mulberry32: 32 bits of state, plenty for a demonstration and of no use for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined) throw new RangeError("nothing to pick from");
      return item;
    },
    logNormal: (median, sigma) => median * Math.exp(sigma * standardNormal(next)),
    hex: (bytes) =>
      `${hexByte(integer(1, 255))}${Array.from({ length: bytes - 1 }, () => hexByte(integer(0, 255))).join("")}`,
  };
}

/** Box–Muller; `1 - next()` keeps the logarithm's argument above zero. */
function standardNormal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
