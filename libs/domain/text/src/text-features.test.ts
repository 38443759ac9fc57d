import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxMeasuredLength, textFeatures } from "./index.ts";

describe("textFeatures", () => {
  it("measures an English text", () => {
    expect(textFeatures("The cat saw the dog. The dog didn't care!")).toMatchObject({
      chars: 41,
      words: 9,
      unique_words: 6,
    });
  });

  it("is all zeros for an empty text", () => {
    expect(textFeatures("")).toEqual({ chars: 0, words: 0, unique_words: 0, sentiment: 0, complexity: 0 });
  });

  it.each([
    ["apostrophes join", "don't don’t", 2, 1],
    ["letters of every script", "Größe κόσμος мир", 3, 3],
    ["Han characters are words each", "我爱北京", 4, 4],
    ["kana runs are one word each", "ひらがな カタカナ", 2, 2],
    ["Han characters within another script", "GPT模型4", 4, 4],
    ["marks belong to their letter", "e\u0301te\u0301 हिन्दी", 2, 2],
    ["case does not make words different", "Yes yes YES", 3, 1],
    ["punctuation alone has no words", "... --- !?", 0, 0],
  ])("counts words: %s", (_, text, words, uniqueWords) => {
    expect(textFeatures(text)).toMatchObject({ words, unique_words: uniqueWords });
  });

  it("counts all code points, but reads only the beginning of a long text", () => {
    const text = `${"word ".repeat(maxMeasuredLength / 4)}😀`;
    const features = textFeatures(text);
    expect(features.chars).toBe(text.length - 1);
    expect(features.words).toBe(Math.ceil(maxMeasuredLength / 5));
  });

  it("stays within its ranges for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const { chars, words, unique_words, sentiment, complexity } = textFeatures(text);
        expect(chars).toBe(Array.from(text).length);
        expect(unique_words).toBeLessThanOrEqual(words);
        expect(Math.abs(sentiment)).toBeLessThanOrEqual(1);
        expect(complexity >= 0 && complexity <= 1).toBe(true);
      }),
    );
  });
});
