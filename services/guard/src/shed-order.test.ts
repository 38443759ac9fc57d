import { expect, test } from "vitest";

import { createTraceSample, shedLevelOf } from "./shed-order.ts";

test.each([
  [0, "full"],
  [-5, "full"],
  [150, "full"],
  [151, "priority"],
  [301, "sample"],
  [600, "sample"],
  [601, "patterns"],
])("of 600 s, a message of %i s is looked at by the level %s", (age, level) => {
  expect(shedLevelOf(age, 600)).toBe(level);
});

const traces = Array.from({ length: 4_000 }, (_, index) => index.toString(16).padStart(32, "0"));

test("about one trace in four is in the sample, the same each time", () => {
  const isSampled = createTraceSample();
  const sampled = traces.filter(isSampled);
  expect(sampled.length / traces.length).toBeGreaterThan(0.2);
  expect(sampled.length / traces.length).toBeLessThan(0.3);
  expect(traces.filter(isSampled)).toEqual(sampled);
});

test("which traces are in the sample cannot be known without the key", () => {
  const [one, other] = [createTraceSample(), createTraceSample()].map((isSampled) => traces.filter(isSampled));
  expect(one).not.toEqual(other);
});
