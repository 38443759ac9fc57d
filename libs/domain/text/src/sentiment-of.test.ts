import { describe, expect, it } from "vitest";
import { sentimentLexicon } from "./sentiment-lexicon.ts";
import { sentimentOf } from "./sentiment-of.ts";
import { wordsOf } from "./words-of.ts";

const sentiment = (text: string) => sentimentOf(wordsOf(text));

describe("sentimentOf", () => {
  it.each([
    ["praise", "This is excellent and I love it", 1],
    ["blame", "A terrible, useless answer", -1],
    ["negated praise", "This is not very good", -1],
    ["negated blame", "It isn't bad", 1],
    ["a contraction with a typographic apostrophe", "It isn’t good", -1],
    ["a negation too far away", "Not that anyone had asked: good", 1],
    ["neither", "The train leaves at noon", 0],
    ["another language", "Das ist wunderbar", 0],
  ])("%s", (_, text, sign) => {
    expect(Math.sign(sentiment(text))).toBe(sign);
  });

  it("follows its formula", () => {
    expect(sentiment("good")).toBeCloseTo(2 / (2 + 3));
    expect(sentiment("very good")).toBeCloseTo(3 / (3 + 3));
    expect(sentiment("good and terrible")).toBeCloseTo((2 - 3) / (2 + 3 + 3));
  });

  it("does not saturate with length where praise and blame are mixed", () => {
    expect(Math.abs(sentiment("good words and bad words. ".repeat(1000)))).toBeLessThan(0.01);
  });
});

describe("sentimentLexicon", () => {
  it("knows several hundred words, each once", () => {
    expect(sentimentLexicon.size).toBeGreaterThan(300);
    for (const [word, weight] of sentimentLexicon) {
      expect(word).toMatch(/^[a-z]+$/);
      expect([-3, -2, -1, 1, 2, 3]).toContain(weight);
    }
  });
});
