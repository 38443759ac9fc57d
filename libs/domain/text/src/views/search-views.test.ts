import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { searchViews } from "./search-views.ts";
import { asTags, asVariationSelectors } from "./testing/hidden-text.ts";
import { hostileTexts } from "./testing/hostile-texts.ts";
import type { View } from "./view.ts";

const values = ["jane.doe@example.com", "4111 1111 1111 1111", "536-90-4399"];

const between = (character: string) => (text: string) => Array.from(text).join(character);
const eachAs = (write: (character: string) => string) => (text: string) => Array.from(text, write).join("");
const code = (character: string): number => character.codePointAt(0) ?? 0;

/** Cyrillic and Greek letters that look like the Latin ones. */
const homoglyphs = new Map(
  Object.entries({ a: "а", e: "е", o: "ο", p: "р", c: "с", x: "х", j: "ј", n: "ո", "-": "‐" }),
);

const evasions: Readonly<Record<string, (text: string) => string>> = {
  "characters of no width": between("\u200b"),
  "joiners and their opposite": between("\u200d\u200c"),
  homoglyphs: eachAs((character) => homoglyphs.get(character) ?? character),
  "full width": eachAs((character) => (character === " " ? "\u3000" : String.fromCodePoint(code(character) + 0xfe_e0))),
  "soft hyphens": between("\u00ad"),
  "marks of direction": between("\u202e\u202c"),
  isolates: (text) => `\u2066${between("\u2069\u2066")(text)}\u2069`,
  "tags between": between("\u{e0078}"),
  "tags for all": asTags,
  "variation selectors between": between("\ufe0f"),
  "variation selectors for all": asVariationSelectors,
  diacritics: between("\u0336\u0337"),
  base64: (text) => Buffer.from(text).toString("base64"),
  "base64 for URLs": (text) => Buffer.from(text).toString("base64url"),
  "base64 twice": (text) => Buffer.from(Buffer.from(text).toString("base64")).toString("base64"),
  hexadecimal: (text) => Buffer.from(text).toString("hex"),
  "percent-encoding": eachAs((character) => `%${code(character).toString(16)}`),
  "percent-encoding of signs": encodeURIComponent,
  "entities in decimal": eachAs((character) => `&#${code(character)};`),
  "entities in hexadecimal": eachAs((character) => `&#x${code(character).toString(16)};`),
  "escapes of JSON": eachAs((character) => `\\u${code(character).toString(16).padStart(4, "0")}`),
  "base64 of homoglyphs": (text) =>
    Buffer.from(`а value: ${text.replaceAll("e", "е").replaceAll("o", "о")}`).toString("base64"),
  "base64 with characters of no width": (text) => between("\u200b")(Buffer.from(text).toString("base64")),
};

const contexts = [
  ["", ""],
  ["Please use ", " from now on."],
  ["value=", "&more"],
  ["кириллица: ", " и дальше"],
] as const;

describe.each(Object.keys(evasions))("a value hidden by %s", (name) => {
  test.each(values)("is found, and is told with all that hides it: %s", (value) => {
    for (const [before, after] of contexts) {
      const hidden = evasions[name]?.(value) ?? "";
      const { view, at } = found(before + hidden + after, value);
      const { start, end } = view?.toOriginal(at, at + value.length) ?? { start: NaN, end: NaN };
      // What stands around the value within the same encoding may belong to it or not.
      expect(start).toBeGreaterThanOrEqual(before.length);
      expect(start).toBeLessThanOrEqual(before.length + (name.includes("of homoglyphs") ? 16 : 1));
      expect(end).toBeLessThanOrEqual(before.length + hidden.length);
      expect(end).toBeGreaterThanOrEqual(before.length + hidden.length - 1);
    }
  });
});

/** The last view that has a value, and where. */
function found(text: string, value: string): { readonly view: View | undefined; readonly at: number } {
  const view = searchViews(text).views.findLast((view) => view.text.includes(value));
  return { view, at: view?.text.indexOf(value) ?? -1 };
}

describe("any text", () => {
  it("is the first of its views", () => {
    fc.assert(
      fc.property(hostileTexts, (text) => {
        expect(searchViews(text).views[0]).toMatchObject({ text, isIdentity: true });
      }),
    );
  });

  it("has ranges for all that is in its views, on its code points, growing with what is asked", () => {
    fc.assert(
      fc.property(
        hostileTexts,
        fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
        (text, [budget = 0, ...offsets]) => {
          for (const view of searchViews(text, { maxBytes: budget % 400 }).views) {
            const [from = 0, start = 0, end = 0, to = 0] = offsets
              .map((one) => one % (view.text.length + 1))
              .toSorted((a, b) => a - b);
            const inner = view.toOriginal(start, end);
            const outer = view.toOriginal(from, to);
            expect(isBoundary(text, inner.start) && isBoundary(text, inner.end)).toBe(true);
            expect(inner.end).toBeGreaterThanOrEqual(inner.start);
            expect(inner.start).toBeGreaterThanOrEqual(0);
            expect(inner.end).toBeLessThanOrEqual(text.length);
            if (start === end) continue;
            expect(outer.start).toBeLessThanOrEqual(inner.start);
            expect(outer.end).toBeGreaterThanOrEqual(inner.end);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("has its obfuscations on its code points", () => {
    fc.assert(
      fc.property(hostileTexts, (text) => {
        for (const { count, ranges } of searchViews(text).obfuscations) {
          expect(count).toBeGreaterThan(0);
          for (const { start, end } of ranges)
            expect(isBoundary(text, start) && isBoundary(text, end) && start < end).toBe(true);
        }
      }),
    );
  });

  it("gives offsets beyond a view as its end", () => {
    expect(searchViews("a%40b").views.map((view) => view.toOriginal(-5, 99))).toEqual([
      { start: 0, end: 5 },
      { start: 0, end: 5 },
    ]);
  });
});

it("has one view of ordinary prose", () => {
  const words = fc.constantFrom(
    "the",
    "letter",
    "of",
    "Monday,",
    "and",
    "I'd",
    "thank",
    "you.",
    "Is",
    "it",
    "12",
    "pages?",
  );
  fc.assert(
    fc.property(fc.array(words), (prose) => {
      expect(searchViews(prose.join(" ")).views).toHaveLength(1);
    }),
  );
});

function isBoundary(text: string, offset: number): boolean {
  return (text.codePointAt(offset - 1) ?? 0) <= 0xff_ff;
}
