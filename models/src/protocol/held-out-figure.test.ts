import { expect, it } from "vitest";

import { measureHeldOut } from "./held-out-figure.ts";

const asked = { question: "direct", family: "slabs", model: "trained", epochRows: 100, epochs: 2 } as const;

it("tells how well scores part the two kinds of texts", () => {
  const scored = [
    { score: 2, label: 1 },
    { score: 1, label: 0 },
    { score: 0, label: 0 },
  ] as const;
  expect(measureHeldOut(asked, scored)).toEqual([{ ...asked, texts: 3, positives: 1, auroc: 1, recall: 1 }]);
});

it.each([0, 1] as const)("tells nothing of texts that are all labelled %i", (label) => {
  expect(measureHeldOut(asked, [{ score: 1, label }])).toEqual([]);
});
