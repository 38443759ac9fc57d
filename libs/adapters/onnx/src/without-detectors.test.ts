import { expect, test } from "vitest";

import type { LearnedModel } from "./learned-model.ts";
import { withoutDetectors } from "./without-detectors.ts";

const verdict = { score: 0.5, start: 0, end: 3 };
const detector = { category: "toxicity", version: "v1", defaultThreshold: 0.5 } as const;
const model: LearnedModel = {
  detectors: [
    { ...detector, name: "one" },
    { ...detector, name: "other" },
  ],
  embeddingVersion: "v1",
  judge: async () => ({
    verdicts: { one: verdict, other: verdict },
    embedding: Float32Array.of(1),
    isPartial: true,
  }),
};
const call = { signal: new AbortController().signal, priority: "inline" } as const;

test("a model that is asked less still gives its vector, and says that it has read a text in part", async () => {
  const left = withoutDetectors(model, new Set(["one"]));
  expect(left.detectors.map(({ name }) => name)).toEqual(["other"]);
  expect(await left.judge({ text: "abc" }, call)).toEqual({
    verdicts: { other: verdict },
    embedding: Float32Array.of(1),
    isPartial: true,
  });
});
