import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { TextMeter, textFeatures, type TextFeatures } from "./index.ts";

const meter = new TextMeter();

function measured(text: string): TextFeatures {
  const bytes = new TextEncoder().encode(`<${text}>`);
  meter.measure(bytes, 1, bytes.length - 1);
  const { chars, words, unique_words, sentiment, complexity } = meter;
  return { chars, words, unique_words, sentiment, complexity };
}

describe("TextMeter measures bytes as textFeatures measures the text", () => {
  test.each([
    ["nothing", ""],
    ["English", "The cat saw the dog. The dog didn't care! Not very good, was it? It isn’t; really great..."],
    ["a version that ends no sentence", "Use v1.2.3 of it. ... and 3.5 more!? Then stop.."],
    ["a sentence that ends the text", "One. Two. Three."],
    ["blank sentences", " . . \n\n \n. !\t? "],
    ["full-width full stops", "我爱北京。你呢？.。a.。 b"],
    ["an ellipsis", "Well… yes …no… "],
    ["accents, composed and not", "Größe été e\u0301te\u0301 ÉTÉ"],
    ["apostrophes at every place", "'tis dogs' rock'n'roll o''clock a’b ’ 'é' x'我"],
    ["Greek with a sigma at the end", "ΟΔΟΣ οδός ΣΟΦΟΣ"],
    ["a Turkish capital", "İstanbul istanbul"],
    ["Hindi, Thai, kana, Korean", "हिन्दी ภาษาไทย ひらがな カタカナ 한국어"],
    ["Han beyond the first plane", "𠮷野家で 𠮷"],
    ["emoji, joined and coloured", "good 👍🏽 👩‍👩‍👧 🄀 great"],
    ["letters beyond the first plane", "𝐁𝐨𝐥𝐝 𐐀𐐨"],
    ["no-break and other spaces", "a.\u00a0b.\u3000c.\u2028d.\ufeffe"],
    ["NUL and controls", "a\u0000b\u0007c\u0085d"],
    ["underscores and digits", "snake_case 42 x1 1x ½ Ⅷ ⅷ"],
  ])("%s", (_, text) => {
    expect(measured(text)).toEqual(textFeatures(text));
  });

  it("any text of any characters", () => {
    const pieces = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 8 }),
      fc.string({ unit: "binary", maxLength: 4 }),
      fc.constantFrom("not ", "very ", "good", "Bad", ". ", "...", "'", "’", "\n", "我", "。", " ", "don't ", "ΣΑΣ "),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const text = parts.join("").toWellFormed();
        expect(measured(text)).toEqual(textFeatures(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it("every character of the first two planes, alone and between letters", () => {
    for (let first = 0; first < 0x2_0000; first += 0x40) {
      const characters = Array.from({ length: 0x40 }, (_, index) => String.fromCodePoint(first + index).toWellFormed());
      const text = characters.map((character) => `${character} a${character}b'${character}.`).join("\n");
      expect(measured(text), first.toString(16)).toEqual(textFeatures(text));
    }
  });

  it("a text longer than what is measured", () => {
    const text = "several words, and a good one. ".repeat(10_000);
    expect(measured(text)).toEqual(textFeatures(text));
  });

  it("more different words than it remembers, in one text and over many", () => {
    const distinct = (from: number): string =>
      Array.from({ length: 40_000 }, (_, n) => (from + n).toString(36)).join(" ");
    for (const from of [0, 40_000, 80_000, 0]) {
      const text = distinct(from);
      expect(measured(text)).toEqual(textFeatures(text));
    }
    expect(measured("not good")).toEqual(textFeatures("not good"));
  });
});
