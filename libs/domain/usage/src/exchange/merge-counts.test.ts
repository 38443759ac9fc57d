import { describe, expect, it } from "vitest";

import { mergeCounts } from "./merge-counts.ts";

describe("mergeCounts", () => {
  it.each([
    ["keeps what the later one does not tell", { input: 17, output: 1 }, { output: 108 }, { input: 17, output: 108 }],
    ["takes the later one over zero", { input: 0 }, { input: 9 }, { input: 9 }],
    ["keeps a count that a later zero would hide", { input: 9 }, { input: 0 }, { input: 9 }],
    ["keeps what null would hide", { input: 9 }, { input: null }, { input: 9 }],
    ["goes into details", { a: { b: 1, c: 2 } }, { a: { b: 3 } }, { a: { b: 3, c: 2 } }],
    ["takes lists from the later one", { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ["takes the first that there is", undefined, { a: 1 }, { a: 1 }],
  ])("%s", (_label, earlier, later, merged) => {
    expect(mergeCounts(earlier, later)).toEqual(merged);
  });

  it("holds no more keys than usage objects have", () => {
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`k${at}`, at]));
    expect(Object.keys(mergeCounts(wide, { other: 1 }) ?? {}).length).toBe(64);
  });
});
