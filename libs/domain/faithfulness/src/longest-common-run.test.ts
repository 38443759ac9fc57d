import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { longestCommonRun } from "./longest-common-run.ts";

describe("the longest common run", () => {
  test.each([
    [0, "", "a b"],
    [0, "a b", "c d"],
    [1, "a b c", "c b a"],
    [3, "x a b c y", "c a b c"],
    [4, "a a a a", "a a a a a a"],
    [3, "a b a c", "b a b a"],
  ])("has %i words of '%s' and '%s'", (length, first, second) => {
    expect(longestCommonRun(wordsOf(first), wordsOf(second))).toBe(length);
  });

  test("is what comparing every place with every other finds", () => {
    const words = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 24 });
    fc.assert(
      fc.property(words, words, (first, second) => {
        expect(longestCommonRun(first, second)).toBe(byEveryPlace(first, second));
      }),
      { numRuns: 500 },
    );
  });
});

function wordsOf(text: string): readonly string[] {
  return text.split(" ").filter((word) => word !== "");
}

function byEveryPlace(first: readonly string[], second: readonly string[]): number {
  let longest = 0;
  for (const from of first.keys()) {
    for (const at of second.keys()) {
      let length = 0;
      while (from + length < first.length && first[from + length] === second[at + length]) length += 1;
      longest = Math.max(longest, length);
    }
  }
  return longest;
}
