import type { Windows } from "./embedding-cache.ts";
import { fitLogistic, logitOf } from "./logistic-regression.ts";
import type { Example, LinearModel } from "./logistic-regression.ts";

/** A text as its windows. */
export interface Item {
  readonly windows: Windows;
  readonly label: 0 | 1;
  readonly weight: number;
}

const ROUNDS = 4;

/**
 * A logistic regression whose text score is that of the highest window, as in serving. Each round fits on the window
 * that the last model found highest (multiple-instance learning after Andrews et al. 2003): of an attack that stands
 * somewhere in a long text only its own window is learnt, of a harmless text the one that looks worst.
 */
export function fitMaxWindow(items: readonly Item[], l2: number): LinearModel {
  const balanced = balanceClasses(items);
  let model = fitLogistic(balanced.flatMap(everyWindow), l2);
  for (let round = 1; round < ROUNDS; round++) {
    const previous = model;
    model = fitLogistic(
      balanced.flatMap((item) => highestWindow(item, previous)),
      l2,
      previous,
    );
  }
  return model;
}

/** Logit of a text: that of its highest window. */
export function highestLogit(model: LinearModel, windows: Windows): number {
  return Math.max(...windows.map((window) => logitOf(model, window)));
}

interface Weighed {
  readonly label: 0 | 1;
  readonly weight: number;
}

/** Weights scaled so that the positives weigh `positiveShare` in all, and the negatives the rest of one. */
export function balanceClasses<T extends Weighed>(items: readonly T[], positiveShare = 0.5): T[] {
  const totals = { 0: 0, 1: 0 };
  for (const { label, weight } of items) totals[label] += weight;
  const factors = { 0: (1 - positiveShare) / totals[0], 1: positiveShare / totals[1] };
  return items.map((item) => withWeight(item, item.weight * factors[item.label]));
}

function withWeight<T extends Weighed>(item: T, weight: number): T {
  return { ...item, weight };
}

function everyWindow({ windows, label, weight }: Item): Example[] {
  return windows.map((features) => ({ features, label, weight: weight / windows.length }));
}

function highestWindow({ windows, label, weight }: Item, model: LinearModel): Example[] {
  const [first, ...rest] = windows;
  if (first === undefined) return [];
  const features = rest.reduce(
    (best, window) => (logitOf(model, window) > logitOf(model, best) ? window : best),
    first,
  );
  return [{ features, label, weight }];
}
