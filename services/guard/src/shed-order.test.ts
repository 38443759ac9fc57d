import { expect, test } from "vitest";

import { isSampled, shedLevelOf } from "./shed-order.ts";

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

test("about one trace in four is in the sample, the same each time", () => {
  const traces = Array.from({ length: 4_000 }, (_, index) => (index * 2_654_435_761).toString(16).padStart(32, "0"));
  const sampled = traces.filter(isSampled);
  expect(sampled.length / traces.length).toBeGreaterThan(0.2);
  expect(sampled.length / traces.length).toBeLessThan(0.3);
  expect(traces.filter(isSampled)).toEqual(sampled);
});
