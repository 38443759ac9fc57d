import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { figuresBySource, figuresTable } from "./figures-by-source.ts";
import { operatingPoints, operatingPointsTable } from "./operating-points.ts";
import { fitPlatt } from "./platt.ts";
import { logitOfProbability } from "./score-all.ts";

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

describe("the calibration", () => {
  test("finds slope and intercept of the chances that made the labels", () => {
    const scored = Array.from({ length: 4_000 }, (_, index) => {
      const score = (index % 200) / 20 - 5;
      // Each score comes twenty times; so many of them are positive as its chance says.
      const label = Math.floor(index / 200) < 20 * sigmoid(0.5 * score + 1) ? (1 as const) : (0 as const);
      return { score, label };
    });
    const { slope, intercept } = fitPlatt(scored);
    expect(slope).toBeCloseTo(0.5, 1);
    expect(intercept).toBeCloseTo(1, 0);
  });

  test("counts a text by its weight: three of a third are one", () => {
    const sure = [
      { score: 2, label: 1 },
      { score: -2, label: 0 },
      { score: 1, label: 0 },
      { score: -1, label: 1 },
    ] as const;
    const doubtful = { score: 3, label: 0 } as const;
    const thirds = fitPlatt([...sure, ...Array.from({ length: 3 }, () => ({ ...doubtful, weight: 1 / 3 }))]);
    const one = fitPlatt([...sure, doubtful]);
    expect(thirds.slope).toBeCloseTo(one.slope, 3);
    expect(thirds.intercept).toBeCloseTo(one.intercept, 3);
  });

  test("stays finite where the scores part the classes", () => {
    const { slope, intercept } = fitPlatt([
      { score: -1, label: 0 },
      { score: 1, label: 1 },
    ]);
    expect(Number.isFinite(slope) && Number.isFinite(intercept)).toBe(true);
    expect(slope).toBeGreaterThan(0);
  });

  test("is of finite logits, however sure the model is", () => {
    expect(Number.isFinite(logitOfProbability(1)) && Number.isFinite(logitOfProbability(0))).toBe(true);
  });

  test("undoes a probability", () => {
    fc.assert(
      fc.property(fc.double({ min: -20, max: 20, noNaN: true }), (logit) => {
        expect(logitOfProbability(sigmoid(logit))).toBeCloseTo(logit, 5);
      }),
    );
  });
});

describe("operating points", () => {
  test("let their share of harmless texts be found", () => {
    const scored = Array.from({ length: 10_000 }, (_, index) => ({ score: (index + 1) / 10_001, label: 0 as const }));
    const { strict, balanced, lenient } = operatingPoints(scored);
    const above = (threshold: number): number => scored.filter(({ score }) => score > threshold).length / scored.length;
    expect(above(strict)).toBeCloseTo(0.001, 3);
    expect(above(balanced)).toBeCloseTo(0.01, 3);
    expect(above(lenient)).toBeCloseTo(0.05, 3);
  });

  test("are told with what they find, every text counted once", () => {
    const scored = [
      { score: 0.9, label: 1 },
      { score: 0.4, label: 1 },
      { score: 0.6, label: 0, weight: 0.1 },
      { score: 0.1, label: 0 },
    ] as const;
    const table = operatingPointsTable({ strict: 0.8, balanced: 0.5, lenient: 0.3 }, scored).split("\n");
    expect(table.slice(2)).toEqual([
      "| `strict` | 0.8 | 50.0 % | 0.0 % |",
      "| `balanced` | 0.5 | 50.0 % | 50.0 % |",
      "| `lenient` | 0.3 | 100.0 % | 50.0 % |",
    ]);
  });
});

describe("figures by source", () => {
  test("count every text once, whatever it weighed in training", () => {
    const texts = Array.from({ length: 10 }, (_, index) => ({
      score: index / 10,
      label: (index % 2) as 0 | 1,
      source: "s",
    }));
    const weighted = texts.map((one) => (one.score === 0.8 ? { ...one, weight: 0.001 } : one));
    expect(figuresBySource(weighted, 0.5)).toEqual(figuresBySource(texts, 0.5));
  });

  const scored = [
    { score: 0.9, label: 1, source: "large" },
    { score: 0.2, label: 0, source: "large" },
    { score: 0.8, label: 0, source: "large" },
    { score: 0.6, label: 1, source: "small" },
  ] as const;

  test("are of all texts first, then of the largest source", () => {
    expect(figuresBySource(scored, 0.7).map(({ source, texts, positives }) => [source, texts, positives])).toEqual([
      ["all", 4, 2],
      ["large", 3, 1],
      ["small", 1, 1],
    ]);
    expect(figuresBySource(scored, 0.7)[1]).toMatchObject({ auroc: 1, recall: 1, falsePositives: 0.5 });
  });

  test("have a dash where a source lacks what they need", () => {
    const table = figuresTable(figuresBySource(scored, 0.7));
    expect(table).toContain("| small | 1 | 1 | – | – | 0.000 | – |");
  });
});
