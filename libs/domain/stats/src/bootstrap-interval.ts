import type { Interval } from "./clopper-pearson.ts";
import { quantile } from "./quantile.ts";

export interface BootstrapOptions {
  /** How often a sample is drawn anew; 500 without it. */
  readonly samples?: number;
  /** In (0, 1); 0.95 without it. */
  readonly confidence?: number;
  /** Uniform numbers in [0, 1). */
  readonly random: () => number;
}

/**
 * Percentile bootstrap (Efron 1979): the interval that a figure falls into when it is taken of samples of the same size
 * drawn with replacement. Samples without the figure are left out; null where all are.
 */
export function bootstrapInterval<T>(
  items: readonly T[],
  figureOf: (sample: readonly T[]) => number | null,
  { samples = 500, confidence = 0.95, random }: BootstrapOptions,
): Interval | null {
  const draw = (): readonly T[] =>
    items.flatMap(() => {
      const item = items[Math.floor(random() * items.length)];
      return item === undefined ? [] : [item];
    });
  const figures = Array.from({ length: samples }, () => figureOf(draw())).filter((figure) => figure !== null);
  figures.sort((a, b) => a - b);
  const low = quantile(figures, (1 - confidence) / 2);
  const high = quantile(figures, (1 + confidence) / 2);
  return low === null || high === null ? null : { low, high };
}
