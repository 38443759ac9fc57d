import { seededRandom } from "@parapet/random";
import { expect, it } from "vitest";

import { fitPairRegression } from "./pair-regression.ts";

const random = seededRandom(4);

/** Texts of one source: its length says nothing within the source, what is new in them does. */
function pairsOf(source: string, length: number, share: number) {
  return Array.from({ length: 300 }, () => {
    const label = random() < share ? (1 as const) : (0 as const);
    return { source, label, vector: [label + random(), length + 0.1 * random()] };
  });
}

it("does not learn which source has more of one label", () => {
  const pairs = [...pairsOf("long and mostly wrong", 2, 0.9), ...pairsOf("short and mostly right", 1, 0.1)];
  const { weights } = fitPairRegression(pairs);
  const [novelty = 0, length = 0] = weights;
  expect(novelty).toBeGreaterThan(1);
  expect(Math.abs(length)).toBeLessThan(novelty / 4);
});

it("is not moved by a source whose pairs are all of one label", () => {
  const both = pairsOf("both", 1, 0.5);
  expect(fitPairRegression([...both, ...pairsOf("wrong", 1, 1)])).toEqual(fitPairRegression(both));
});

it("hears more of pairs that weigh more", () => {
  const [right, wrong] = [pairsOf("right", 1, 0.5), pairsOf("wrong", 1, 0.5)];
  // Of the second source novelty says the opposite.
  const turned = wrong.map(({ vector: [novelty = 0, ...rest], ...pair }) => ({ ...pair, vector: [-novelty, ...rest] }));
  const noveltyAt = (weight: number): number =>
    fitPairRegression([...right.map((pair) => ({ ...pair, weight })), ...turned]).weights[0] ?? 0;
  expect(noveltyAt(10)).toBeGreaterThan(0);
  expect(noveltyAt(0.1)).toBeLessThan(0);
});

it("has a weight for each number of a vector and none for a source", () => {
  expect(fitPairRegression(pairsOf("only", 1, 0.5)).weights).toHaveLength(2);
});
