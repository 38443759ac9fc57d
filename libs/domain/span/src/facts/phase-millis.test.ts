import { expect, test } from "vitest";
import { readPhaseMillis, readPhaseSeconds } from "./phase-millis.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";

const DAY_MS = 86_400_000;

test.each<[AnyValue, number | undefined]>([
  [0, 0],
  [1.5, 1.5],
  ["2.5", 2.5],
  [7n, 7],
  [DAY_MS, DAY_MS],
  [DAY_MS + 1, undefined],
  [-0.001, undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
  ["soon", undefined],
  [null, undefined],
])("%s ms is %s", (value, millis) => {
  expect(readPhaseMillis(value)).toBe(millis);
});

test.each<[AnyValue, number | undefined]>([
  [0.25, 250],
  ["3", 3000],
  [DAY_MS / 1000, DAY_MS],
  [1_767_225_600, undefined],
  [-1, undefined],
  [false, undefined],
])("%s s is %s ms", (value, millis) => {
  expect(readPhaseSeconds(value)).toBe(millis);
});
