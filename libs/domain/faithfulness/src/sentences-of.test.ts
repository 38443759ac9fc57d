import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { sentencesOf } from "./sentences-of.ts";

function textsOf(text: string): readonly string[] {
  return sentencesOf(text).map(({ start, end }) => text.slice(start, end));
}

describe("sentences of a text", () => {
  test.each([
    ["end with marks", "It rained. Did it? Yes!", ["It rained.", "Did it?", "Yes!"]],
    ["keep closing quotes", 'She said "no." He left.', ['She said "no."', "He left."]],
    ["end with lines", "Title\nFirst line.\n\nSecond", ["Title", "First line.", "Second"]],
    [
      "are not cut at abbreviations",
      "Dr. Lee met J. Smith at Acme Inc. offices.",
      ["Dr. Lee met J. Smith at Acme Inc. offices."],
    ],
    ["are not cut in numbers", "It cost 3.50 euros. Cheap.", ["It cost 3.50 euros.", "Cheap."]],
    ["are none where there is nothing", " \n ", []],
  ])("%s", (_what, text, sentences) => {
    expect(textsOf(text)).toEqual(sentences);
  });

  test("hold all that is not white space, in order", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "B", ".", " ", "\n", "!", '"', "Dr") }), (text) => {
        expect(textsOf(text).join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
      }),
    );
  });
});
