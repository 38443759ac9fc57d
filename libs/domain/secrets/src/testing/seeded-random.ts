/** Uniform numbers in [0, 1) that repeat themselves exactly for a seed (mulberry32). */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Numbers of its own for each name, whatever others there are. */
export function namedRandom(name: string): Random {
  return seededRandom(Array.from(name).reduce((sum, character) => Math.imul(sum, 31) + character.charCodeAt(0), 7));
}

/** A whole number from `low` to `high`, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

export function pick<T>(random: Random, values: ArrayLike<T>): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new RangeError("nothing to pick from");
  return value;
}

export function textOf(random: Random, characters: string, length: number): string {
  return Array.from({ length }, () => pick(random, characters)).join("");
}
