import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { boldReadings } from "./bold-readings.ts";

const words = "the you are a and an is in idiot at everybody hates worthless less worth what stupid trash post".split(
  " ",
);
const rankOf = (word: string): number | undefined => {
  const rank = words.indexOf(word);
  return rank < 0 ? undefined : rank + 1_000;
};

describe("a bold reading", () => {
  test("has letters for digits where most words have digits among their letters", () => {
    expect(boldReadings("Y0u 4r3 4 w0r7hl355 1d107, wh47 4 57up1d p057.", rankOf, "usual")).toEqual([
      "You are a worthless idiot, what a stupid post.",
    ]);
  });

  test.each(["The K8s pods of 2024 are in eu-west-1, v2.", "Flight BA117 leaves at 10:45 from gate B4 and returns."])(
    "leaves names and measures alone: %s",
    (text) => {
      expect(boldReadings(text, rankOf, "usual")).toEqual([]);
    },
  );

  test("has blanks between the words of a row of letters", () => {
    expect(boldReadings("Youareaworthlessidiotandeverybodyhatesyou.", rankOf, "usual")).toEqual([
      "You are a worthless idiot and everybody hates you.",
    ]);
  });

  test("takes shorter rows for words without blanks where letters stood apart", () => {
    expect(boldReadings("worthlessidiot", rankOf, "usual")).toEqual([]);
    expect(boldReadings("worthlessidiot", rankOf, "spaced")).toEqual(["worthless idiot"]);
  });

  test("joins letters that stand apart up to the punctuation, and parts them into words", () => {
    expect(boldReadings("(y o u a r e) 'a w o r t h l e s s i d i o t', y o u.", rankOf, "spaced")).toEqual([
      "(you are) 'a worthless idiot', you.",
    ]);
    expect(boldReadings("y o u a r e", rankOf, "usual")).toEqual([]);
  });

  test("takes letters apart of any length", () => {
    const startedMs = performance.now();
    boldReadings("y o u ".repeat(20_000), rankOf, "spaced");
    boldReadings("y  o  u ".repeat(20_000), rankOf, "spaced");
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });

  test("is none of plain words, however long", () => {
    expect(boldReadings("Incomprehensible, you are.", rankOf, "usual")).toEqual([]);
  });

  test("keeps every letter, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from("abcdeistuy 14")), maxLength: 80 }), (text) => {
        const readings = [...boldReadings(text, rankOf, "usual"), ...boldReadings(text, rankOf, "spaced")];
        for (const reading of readings) {
          expect(reading.replaceAll(" ", "")).toHaveLength(text.replaceAll(" ", "").length);
        }
      }),
    );
  });

  test("takes little time for a row of letters of any length", () => {
    const startedMs = performance.now();
    boldReadings("abcdefghij".repeat(100_000), rankOf, "usual");
    boldReadings("abcdefghij".repeat(199), rankOf, "usual");
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});
