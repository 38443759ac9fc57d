import { minimise } from "./minimise.ts";
import type { Evaluation } from "./minimise.ts";

export interface Example {
  readonly features: Float32Array;
  readonly label: 0 | 1;
  readonly weight: number;
}

/** `logit = weights · features + bias`. */
export interface LinearModel {
  readonly weights: Float64Array;
  readonly bias: number;
}

/**
 * Weighted logistic regression: minimises the mean log loss plus `l2 / 2 · |weights|²`; the bias is not penalised.
 * `start` shortens the way, the minimum is unique for `l2 > 0`.
 */
export function fitLogistic(examples: readonly Example[], l2: number, start?: LinearModel): LinearModel {
  const columns = examples[0]?.features.length ?? 0;
  const totalWeight = examples.reduce((sum, { weight }) => sum + weight, 0);
  const initial = new Float64Array(columns + 1);
  if (start !== undefined) initial.set([...start.weights, start.bias]);
  const evaluate = (point: Float64Array): Evaluation => penalised(point, examples, { l2, totalWeight });
  const solution = minimise(evaluate, initial, { maxIterations: 300, gradientTolerance: 1e-5 });
  return { weights: solution.subarray(0, columns), bias: solution[columns] ?? 0 };
}

export function logitOf({ weights, bias }: LinearModel, features: Float32Array): number {
  let logit = bias;
  for (let i = 0; i < features.length; i++) logit += (weights[i] ?? 0) * (features[i] ?? 0);
  return logit;
}

interface Penalty {
  readonly l2: number;
  readonly totalWeight: number;
}

function penalised(point: Float64Array, examples: readonly Example[], { l2, totalWeight }: Penalty): Evaluation {
  const columns = point.length - 1;
  const model = { weights: point.subarray(0, columns), bias: point[columns] ?? 0 };
  const gradient = new Float64Array(columns + 1);
  let value = 0;
  for (const { features, label, weight } of examples) {
    const logit = logitOf(model, features);
    const share = weight / totalWeight;
    value += share * softplus(label === 1 ? -logit : logit);
    const residual = share * (1 / (1 + Math.exp(-logit)) - label);
    for (let i = 0; i < columns; i++) gradient[i] = (gradient[i] ?? 0) + residual * (features[i] ?? 0);
    gradient[columns] = (gradient[columns] ?? 0) + residual;
  }
  for (let i = 0; i < columns; i++) {
    const weight = point[i] ?? 0;
    value += (l2 / 2) * weight * weight;
    gradient[i] = (gradient[i] ?? 0) + l2 * weight;
  }
  return { value, gradient };
}

/** `log(1 + exp(x))` without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
