import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { eachNgram } from "./each-ngram.ts";

function bucketsOf(text: string, bits = 16): readonly number[] {
  const buckets: number[] = [];
  eachNgram(text, bits, (bucket) => buckets.push(bucket));
  return buckets;
}

describe("n-grams of a text", () => {
  test("are those of 3 to 5 characters, of words, and of pairs of words", () => {
    // " ab cd " has 5 + 4 + 3 stretches of characters, 2 words and 1 pair.
    expect(bucketsOf("ab cd")).toHaveLength(15);
  });

  test.each([
    ["case", "Ignore THIS", "ignore this"],
    ["white space", "  ignore \n\t this ", "ignore this"],
  ])("do not depend on %s", (_what, one, other) => {
    expect(bucketsOf(one)).toEqual(bucketsOf(other));
  });

  test("tell the order of words", () => {
    expect(new Set(bucketsOf("dog bites man"))).not.toEqual(new Set(bucketsOf("man bites dog")));
  });

  test("stay within the buckets, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 20 }), (text, bits) => {
        expect(bucketsOf(text, bits).every((bucket) => bucket >= 0 && bucket < 2 ** bits)).toBe(true);
      }),
    );
  });

  test("spread over the buckets", () => {
    const words = Array.from({ length: 2_000 }, (_, index) => `word${index * 7_919}`);
    const used = new Set(words.flatMap((word) => bucketsOf(word, 20).slice(-1)));
    expect(used.size).toBeGreaterThan(1_990);
  });
});
