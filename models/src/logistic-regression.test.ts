import { describe, expect, test } from "vitest";

import { fitLogistic, logitOf } from "./logistic-regression.ts";
import type { Example } from "./logistic-regression.ts";

/** Every point of a grid twice, once with each label, weighed by the probability that known coefficients give it. */
function gridFrom(weights: readonly [number, number], bias: number): Example[] {
  const steps = Array.from({ length: 13 }, (_, i) => (i - 6) / 2);
  return steps.flatMap((x) =>
    steps.flatMap((y): Example[] => {
      const probability = 1 / (1 + Math.exp(-(weights[0] * x + weights[1] * y + bias)));
      const features = Float32Array.of(x, y);
      return [
        { features, label: 1, weight: probability },
        { features, label: 0, weight: 1 - probability },
      ];
    }),
  );
}

describe("logistic regression", () => {
  test.each([
    [[1.5, -0.7], 0.3],
    [[0, 2], -1],
    [[0, 0], 0],
  ] as const)("recovers the coefficients %j and %d from the probabilities they give", (weights, bias) => {
    const model = fitLogistic(gridFrom(weights, bias), 0);
    expect(model.weights[0]).toBeCloseTo(weights[0], 3);
    expect(model.weights[1]).toBeCloseTo(weights[1], 3);
    expect(model.bias).toBeCloseTo(bias, 3);
  });

  test("separates what can be separated, with weights that the penalty keeps finite", () => {
    const examples: Example[] = [
      { features: Float32Array.of(-1), label: 0, weight: 1 },
      { features: Float32Array.of(1), label: 1, weight: 1 },
    ];
    const model = fitLogistic(examples, 0.01);
    expect(logitOf(model, Float32Array.of(1))).toBeGreaterThan(2);
    expect(logitOf(model, Float32Array.of(-1))).toBeLessThan(-2);
    expect(Math.abs(model.weights[0] ?? 0)).toBeLessThan(10);
  });

  test("meets the condition of its minimum: l2 times the weight is the mean residual", () => {
    const examples: Example[] = [
      { features: Float32Array.of(1), label: 1, weight: 3 },
      { features: Float32Array.of(1), label: 0, weight: 1 },
      { features: Float32Array.of(-2), label: 0, weight: 1 },
    ];
    const l2 = 0.1;
    const model = fitLogistic(examples, l2);
    const residual = examples.reduce((sum, { features, label, weight }) => {
      const probability = 1 / (1 + Math.exp(-logitOf(model, features)));
      return sum + (weight / 5) * (probability - label) * (features[0] ?? 0);
    }, 0);
    expect(residual + l2 * (model.weights[0] ?? 0)).toBeCloseTo(0, 4);
  });

  test("gives the same weights every time, from whatever start", () => {
    const examples = gridFrom([1, 1], 0);
    const first = fitLogistic(examples, 1e-3);
    expect(fitLogistic(examples, 1e-3)).toEqual(first);
    const elsewhere = fitLogistic(examples, 1e-3, { weights: Float64Array.of(-3, 5), bias: 2 });
    expect(elsewhere.weights[0]).toBeCloseTo(first.weights[0] ?? 0, 2);
  });
});
