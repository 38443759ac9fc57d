import { binomialUpperTail } from "./binomial-tail.ts";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The exact confidence interval of a proportion, `k` of `n` seen: the probabilities under which neither so many nor so
 * few would be a surprise (Clopper and Pearson, 1934). Conservative: it covers at least `confidence`.
 */
export function clopperPearson(k: number, n: number, confidence = 0.95): Interval {
  const tail = (1 - confidence) / 2;
  return {
    low: k === 0 ? 0 : bisect((p) => binomialUpperTail(k, n, p) < tail),
    high: k === n ? 1 : bisect((p) => 1 - binomialUpperTail(k + 1, n, p) > tail),
  };
}

/** The p in [0, 1] at which `isBelow` turns from true to false. Sixty halvings reach the precision of a double. */
function bisect(isBelow: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
