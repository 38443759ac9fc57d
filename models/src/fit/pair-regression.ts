import { z } from "zod";

import { pairFeatureNames } from "./pair-vectors.ts";
import { fitLogistic, type LinearModel } from "../logistic-regression.ts";

/** What a pair model that was not trained on its family, and the words, say of a pair; in the order of `pairFeatureNames`. */
export const heldOutPair = z.object({
  family: z.string(),
  source: z.string(),
  label: z.union([z.literal(0), z.literal(1)]),
  vector: z.array(z.number()).length(pairFeatureNames.length),
});

export type HeldOutPair = z.output<typeof heldOutPair>;

const L2 = 3e-2;
/** The greater the number that stands for a source, the less its intercept is held back. */
const SOURCE = 5;

/**
 * Whether a pair of a family that its model had not seen is one to learn from. Our own are written so that words mislead: right
 * sentences have few words of their evidence and wrong ones many. They teach a graph, and would teach the regression that words
 * say nothing.
 */
export function isFound({ family }: Pick<HeldOutPair, "family">): boolean {
  return family !== "parapet";
}

/** What is known of a pair when the regression is fitted. */
export interface FittedPair extends Omit<HeldOutPair, "family"> {
  /** 1 without it. */
  readonly weight?: number;
}

/**
 * The regression over vectors of pairs, with an intercept of its own for each source, so that what tells sources apart is
 * not taken for what tells right from wrong. The intercepts are not answered: what remains is that of a source that is not known.
 * A source counts as the root of its size, times the weight of its pairs; one that has one label only tells nothing.
 */
export function fitPairRegression(pairs: readonly FittedPair[]): LinearModel {
  const bySource = [...Map.groupBy(pairs, ({ source }) => source).values()].filter(hasBothLabels);
  const width = pairs[0]?.vector.length ?? 0;
  const examples = bySource.flatMap((own, place) =>
    own.map(({ label, vector, weight = 1 }) => {
      const features = new Float32Array(width + bySource.length);
      features.set(vector);
      features[width + place] = SOURCE;
      return { features, label, weight: weight / Math.sqrt(own.length) };
    }),
  );
  const { weights, bias } = fitLogistic(examples, L2);
  return { weights: weights.slice(0, width), bias };
}

function hasBothLabels(pairs: readonly Pick<HeldOutPair, "label">[]): boolean {
  return new Set(pairs.map(({ label }) => label)).size === 2;
}
