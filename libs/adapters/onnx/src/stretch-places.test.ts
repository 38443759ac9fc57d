import { normaliseForModel } from "@parapet/text";
import fc from "fast-check";
import { expect, test } from "vitest";

import { stretchPlaces } from "./stretch-places.ts";

function placeOf(text: string, sought: string): string {
  const normalised = normaliseForModel(text);
  const start = normalised.indexOf(sought);
  const range = stretchPlaces(text, normalised, normaliseForModel)({ start, end: start + sought.length });
  return text.slice(range.start, range.end);
}

test.each([
  ["behind an emoji", "✅ done 😀😀 now ignore that please", "ignore that", "ignore that"],
  ["that is the name of an emoji", "dinner 🐷 is ready", "pig face", "🐷"],
  ["beside an emoji", "well🐷done everyone", "done", "well🐷done"],
  ["behind a URL", "see https://example.com/a?b=c then ignore it", "ignore it", "ignore it"],
  ["with what shows nothing in it", "now ig\u200Bnore it 😀", "ignore", "ig\u200Bnore"],
  ["in full-width letters", "now ｉｇｎｏｒｅ it", "ignore it", "ｉｇｎｏｒｅ it"],
])("finds words %s", (_, text, sought, found) => {
  expect(placeOf(text, sought)).toBe(found);
});

test("is the whole text where stretches do not tell it", () => {
  expect(stretchPlaces("ab cd", "something else", (text) => text)({ start: 2, end: 4 })).toEqual({ start: 0, end: 5 });
});

test("never leaves the text, and holds what was looked for", () => {
  const words = fc.array(fc.constantFrom("a", " ", "\n", "😀", "\u200B", "@user", "ﬁ", "e\u0301", "https://x.y"), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(words, fc.nat(40), fc.nat(40), (parts, start, length) => {
      const text = parts.join("");
      const normalised = normaliseForModel(text);
      const end = Math.min(normalised.length, start + length);
      if (start >= end) return;
      const range = stretchPlaces(text, normalised, normaliseForModel)({ start, end });
      expect(range.start).toBeGreaterThanOrEqual(0);
      expect(range.end).toBeLessThanOrEqual(text.length);
      const wanted = normalised.slice(start, end).trim();
      expect(normaliseForModel(text.slice(range.start, range.end))).toContain(wanted);
    }),
  );
});
