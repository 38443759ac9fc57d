import { expect, it } from "vitest";

import { measureHeldOut } from "./held-out-figure.ts";

const asked = { question: "direct", family: "slabs", model: "trained", epochRows: 100, epochs: 2 } as const;

it("tells how well scores part the two kinds of texts", () => {
  const scored = [
    { score: 2, label: 1 },
    { score: 1, label: 0 },
    { score: 0, label: 0 },
  ] as const;
  const sure = { low: 1, high: 1 };
  const expected = { ...asked, texts: 3, positives: 1, auroc: 1, recall: 1, aurocInterval: sure, recallInterval: sure };
  expect(measureHeldOut(asked, scored)).toEqual([expected]);
});

it("tells how far figures of so few texts are from sure", () => {
  const scored = Array.from(
    { length: 60 },
    (_, index) => ({ score: (index * 7) % 60, label: index % 3 === 0 ? 1 : 0 }) as const,
  );
  const [figure] = measureHeldOut(asked, scored);
  expect(figure?.aurocInterval?.low).toBeLessThan(figure?.auroc ?? 0);
  expect(figure?.aurocInterval?.high).toBeGreaterThan(figure?.auroc ?? 1);
});

it.each([0, 1] as const)("tells nothing of texts that are all labelled %i", (label) => {
  expect(measureHeldOut(asked, [{ score: 1, label }])).toEqual([]);
});
