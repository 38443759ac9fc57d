import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { TextMeter, textFeatures, type TextFeatures } from "./index.ts";

const meter = new TextMeter();

/** Measures a text where letters and apostrophes stand right before and behind it. */
function measured(text: string): TextFeatures {
  const [before, behind] = ["don'", "'tgood"];
  const bytes = new TextEncoder().encode(`${before}${text}${behind}`);
  meter.measure(bytes, before.length, bytes.length - behind.length);
  return featuresOf(meter);
}

function featuresOf({ chars, words, unique_words, sentiment, complexity }: TextMeter): TextFeatures {
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
    ["one word by many ways", "\u212aelvin kelvin KELVIN' 'kelvin kelvin’ \u212aELVIN; DON’T don't Don't don'\u1e6d"],
    [
      "words of 14 to 18 letters, in both cases",
      lengths("a", 14, 18) + lengths("A", 14, 18) + lengths("\u212a", 14, 18),
    ],
    [
      "long words that differ in one letter",
      `${"a".repeat(40)}b ${"a".repeat(41)} ${"A".repeat(40)}B ${"a".repeat(90)}`,
    ],
    ["words that differ where eight bytes meet", "abcdefgh abcdefg abcdefghi bbcdefghi abcdefghj abcdefghijklmnop"],
    ["Cyrillic words that differ in few bits", "аб ае аб абвгд абвге"],
    ["apostrophes beside letters beyond ASCII", "l'été d'ici l'\u0130 c'我 o'é'b é'a"],
    ["marks that look like letters to a careless bit", "@ab [ab `ab {ab 0a:b /1 Az{ \u007fa"],
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

  it("any text, wherever 64 bytes end in it", () => {
    const piece = fc.constantFrom(
      ..."a b Z 9 ' ’ . ! ? ; é 我 Σ \u212a \n \t".split(" "),
      " ",
      " ",
      "not",
      "great",
      "o'c",
      ". ",
      "\u0000",
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 40, maxLength: 150 }), (parts) => {
        const text = parts.join("");
        expect(measured(text)).toEqual(textFeatures(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["a word", "Wonderful"],
    ["a long word", "incomprehensibilities"],
    ["a contraction", "wouldn't"],
    ["an apostrophe that ends a word", "dogs' x"],
    ["a letter beyond ASCII", "naïve"],
    ["the end of a sentence", "end. Begin"],
    ["dots", "well... then"],
    ["a line", "one\ntwo"],
  ])("%s at every distance from the beginning", (_, word) => {
    for (let distance = 0; distance < 140; distance += 1) {
      for (const filler of ["ab ", "- ", "x"]) {
        const text = filler.repeat(distance).slice(0, distance) + word;
        expect(measured(text), `${distance} of ${filler}`).toEqual(textFeatures(text));
        expect(measured(`${text} more`), `${distance} of ${filler}, more`).toEqual(textFeatures(`${text} more`));
      }
    }
  });

  it("a text at any place of a buffer that is a part of another, up to its last byte", () => {
    const text = "It isn't good, is it? No: it's very bad";
    const length = text.length;
    for (let place = 0; place < 40; place += 1) {
      const buffer = Buffer.alloc(200, "x").subarray(40 - place, 40 + length);
      buffer.write(text, place);
      meter.measure(buffer, place, place + length);
      expect(featuresOf(meter), String(place)).toEqual(textFeatures(text));
    }
  });

  it("does not let a longer text before show behind a shorter one", () => {
    for (const text of ["good ".repeat(40), "goo", "goo", "go", "", "g"]) {
      expect(measured(text)).toEqual(textFeatures(text));
    }
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

  it("more different words than its table has places for", () => {
    const distinct = (from: number, words: number): string =>
      Array.from({ length: words }, (_, n) => (from + n).toString(36)).join(" ");
    const fresh = new TextMeter();
    // The table is half full at most, so that it is kept, and then filled.
    for (const text of [distinct(36 ** 3, 31_000), distinct(36 ** 2, 36 ** 3 - 36 ** 2), "not good"]) {
      const bytes = Buffer.from(text);
      fresh.measure(bytes, 0, bytes.length);
      expect(featuresOf(fresh)).toEqual(textFeatures(text));
    }
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

/** Words of one letter, `from` to `to` times. */
function lengths(letter: string, from: number, to: number): string {
  return Array.from({ length: to - from + 1 }, (_, index) => `${letter.repeat(from + index)} `).join("");
}
