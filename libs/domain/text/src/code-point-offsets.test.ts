import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codePointOffsets, countCodePoints } from "./index.ts";

describe("codePointOffsets", () => {
  it("counts pairs before the offset once", () => {
    const offset = codePointOffsets("a😀b😀c");
    expect([0, 1, 3, 4, 6, 7].map(offset)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("maps an offset inside a pair to the code point", () => {
    expect(codePointOffsets("a😀b")(2)).toBe(2);
  });

  it("agrees with counting the code points before every boundary", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const offset = codePointOffsets(text);
        let utf16 = 0;
        Array.from(text).forEach((character, codePoint) => {
          expect(offset(utf16)).toBe(codePoint);
          utf16 += character.length;
        });
        expect(offset(text.length)).toBe(countCodePoints(text));
      }),
    );
  });
});

describe("countCodePoints", () => {
  it.each([
    ["", 0],
    ["aé", 2],
    ["😀😀", 2],
    ["\uD83D", 1],
    ["\uDE00\uD83D", 2],
  ])("of %j is %d", (text, count) => {
    expect(countCodePoints(text)).toBe(count);
  });
});
