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

const L2 = 1e-2;
/** The greater the number that stands for a source, the less its intercept is held back. */
const SOURCE = 5;

/**
 * The regression over vectors of pairs, with an intercept of its own for each source, so that what tells sources apart is
 * not taken for what tells right from wrong. The intercepts are not answered: what remains is that of a source that is not known.
 * A source counts as the root of its size; one that has one label only tells nothing.
 */
export function fitPairRegression(pairs: readonly Omit<HeldOutPair, "family">[]): LinearModel {
  const bySource = [...Map.groupBy(pairs, ({ source }) => source).values()].filter(hasBothLabels);
  const width = pairs[0]?.vector.length ?? 0;
  const examples = bySource.flatMap((own, place) =>
    own.map(({ label, vector }) => {
      const features = new Float32Array(width + bySource.length);
      features.set(vector);
      features[width + place] = SOURCE;
      return { features, label, weight: 1 / Math.sqrt(own.length) };
    }),
  );
  const { weights, bias } = fitLogistic(examples, L2);
  return { weights: weights.slice(0, width), bias };
}

function hasBothLabels(pairs: readonly Pick<HeldOutPair, "label">[]): boolean {
  return new Set(pairs.map(({ label }) => label)).size === 2;
}
