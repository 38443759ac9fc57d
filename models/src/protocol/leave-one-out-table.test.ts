import { expect, it } from "vitest";

import type { HeldOutFigure } from "./held-out-figure.ts";
import { leaveOneOutTable } from "./leave-one-out-table.ts";

const figure: HeldOutFigure = {
  question: "toxicity",
  family: "civil",
  model: "trained",
  texts: 800,
  positives: 40,
  auroc: 0.91234,
  recall: 0.5,
  aurocInterval: { low: 0.881, high: 0.934 },
  recallInterval: null,
  epochRows: 6000,
  epochs: 2,
};

it("has a line for each family and question, and a dash where nothing was measured", () => {
  const figures: HeldOutFigure[] = [
    figure,
    { ...figure, model: "linear", auroc: 0.8, recall: null, aurocInterval: null },
    { ...figure, question: "direct", family: "slabs" },
  ];
  expect(leaveOneOutTable("Of what.", figures)).toBe(`# Leave one source out

Of what.

| question | family | trained on | texts | positive | linear AUROC | R | frozen encoder AUROC | R | trained AUROC | R |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| direct | slabs | 2 × 6000 | 800 | 40 | – | – | – | – | 0.912 (0.88–0.93) | 0.500 |
| toxicity | civil | 2 × 6000 | 800 | 40 | 0.800 | – | – | – | 0.912 (0.88–0.93) | 0.500 |
`);
});

it("tells the last figure where a fold was run twice", () => {
  const again = {
    ...figure,
    auroc: 0.7,
    recallInterval: { low: 0.4, high: 0.65 },
    aurocInterval: null,
    texts: 10,
    positives: 2,
  };
  expect(leaveOneOutTable("", [figure, again])).toContain(
    "| 2 × 6000 | 10 | 2 | – | – | – | – | 0.700 | 0.500 (0.40–0.65) |",
  );
});

it("shows where the models of a row were not trained alike", () => {
  const longer = { ...figure, model: "linear", epochRows: 9000 } as const;
  expect(leaveOneOutTable("", [figure, longer])).toContain("| 2 × 9000, 2 × 6000 | 800 | 40 |");
});
