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
};

it("has a line for each family and question, and a dash where nothing was measured", () => {
  const figures: HeldOutFigure[] = [
    figure,
    { ...figure, model: "linear", auroc: 0.8, recall: null },
    { ...figure, question: "direct", family: "slabs" },
  ];
  expect(leaveOneOutTable("Of what.", figures)).toBe(`# Leave one source out

Of what.

| question | family | texts | positive | linear AUROC | R | frozen encoder AUROC | R | trained AUROC | R |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| direct | slabs | 800 | 40 | – | – | – | – | 0.912 | 0.500 |
| toxicity | civil | 800 | 40 | 0.800 | – | – | – | 0.912 | 0.500 |
`);
});

it("tells the last figure where a fold was run twice", () => {
  expect(leaveOneOutTable("", [figure, { ...figure, auroc: 0.7 }])).toContain("0.700 | 0.500");
});
