import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { maxMarks, streamSafe } from "./stream-safe.ts";

/** Runs of these are sorted in quadratic time by the platform, in whatever form. */
const runs: Readonly<Record<string, string>> = {
  "marks of several classes": "\u0315\u0300\u05ae",
  "marks of one class": "\u0301",
  "marks beyond the first plane": "\u{1d165}\u{1d16d}",
  "half-width sound marks": "\uff9e\u0315",
};

describe("a text that is safe to normalise", () => {
  it.each(["", "Tiếng Việt".normalize("NFD"), "हिन्दी में", "กี่", "ﾊﾞ", `a${"\u0301".repeat(maxMarks)}b`])(
    "is the text itself where characters have marks as in writing: %s",
    (text) => {
      expect(streamSafe(text)).toBe(text);
    },
  );

  it.each(Object.entries(runs))("has no more than 30 of %s in a row", (_, unit) => {
    const marks = unit.repeat(100);
    const kept = Array.from(marks).slice(0, maxMarks).join("");
    expect(streamSafe(`a${marks}b${marks}`)).toBe(`a${kept}b${kept}`);
  });

  it("is safe already when it is made a second time", () => {
    const units = fc.constantFrom("a", "\u0301", "\u0315", "\uff9e", "\u{1d165}", "\ud834");
    fc.assert(
      fc.property(fc.array(units, { size: "medium", maxLength: 200 }), (parts) => {
        const once = streamSafe(parts.join(""));
        expect(streamSafe(once)).toBe(once);
      }),
    );
  });
});
