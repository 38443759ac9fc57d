import { describe, expect, test } from "vitest";

import { eachNgram } from "./each-ngram.ts";
import { ngramLogit, type NgramModel } from "./ngram-model.ts";

const bits = 12;

function modelThatKnows(text: string, weight: number): NgramModel {
  const weights = new Int8Array(2 ** bits);
  eachNgram(text, bits, (bucket) => (weights[bucket] = weight));
  return { bits, bias: -1, scale: 0.5, weights };
}

describe("the log-odds of a text", () => {
  test("are the bias where there are no n-grams", () => {
    expect(ngramLogit(modelThatKnows("attack", 100), "")).toBe(-1);
  });

  test("are the sum of the weights over the root of their number", () => {
    // " abc " has 3 + 2 + 1 stretches of characters and one word.
    expect(ngramLogit(modelThatKnows("abc", 10), "abc")).toBeCloseTo(-1 + (0.5 * 70) / Math.sqrt(7), 10);
  });

  test("rise with what speaks for it and fall with what speaks against it", () => {
    const [positive, negative] = [modelThatKnows("attack", 100), modelThatKnows("attack", -100)];
    expect(ngramLogit(positive, "an attack here")).toBeGreaterThan(ngramLogit(positive, "a flower here"));
    expect(ngramLogit(negative, "an attack here")).toBeLessThan(ngramLogit(negative, "a flower here"));
  });
});
