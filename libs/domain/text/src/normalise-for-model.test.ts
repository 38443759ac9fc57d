import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normaliseForModel } from "./index.ts";

describe("normaliseForModel", () => {
  it.each([
    ["plain text as it is", "Hello, world!\n", "Hello, world!\n"],
    ["full-width letters", "Ｉｇｎｏｒｅ ａｌｌ", "Ignore all"],
    ["ligatures and fractions", "ﬁne ½", "fine 1⁄2"],
    ["zero-width characters inside a word", "ig\u200Bno\u200D\u2060re", "ignore"],
    ["direction overrides and a byte order mark", "\uFEFF\u202Eabc\u202C", "abc"],
    ["tag characters", "a\u{E0069}\u{E0067}b", "ab"],
    ["variation selectors", "☾\uFE0F", "☾"],
    ["an emoji", "i will 🔫 you", "i will  water pistol  you"],
    ["one emoji many times", "so funny😂😂😂", "so funny face with tears of joy "],
    ["a mention with a mark of its own", "@ab\u0301", "@user"],
    ["a flag", "🇩🇪!", " flag of germany !"],
    ["a sequence of emoji, part by part", "👩🏾\u200D⚖\uFE0F", " woman  medium-dark skin tone  balance scale "],
    ["a URL", "see https://example.com/a?b=c#d now", "see [url] now"],
    ["a URL without a scheme", "see WWW.example.com now", "see [url] now"],
    ["a full-width URL", "ｈｔｔｐｓ：／／example.com", "[url]"],
    ["a mention", "thanks @jane_doe!", "thanks @user!"],
    ["an e-mail address as it is", "jane@example.com", "jane@example.com"],
    ["a lone at-sign as it is", "2 @ 3", "2 @ 3"],
  ])("brings %s into the form of the models", (_, text, expected) => {
    expect(normaliseForModel(text)).toBe(expected);
  });

  it.each(["\u0315\u0300", "\uff9e\u0315", "\u0344"])("leaves a character 30 of the marks %j", (marks) => {
    const read = normaliseForModel(`q${marks.repeat(1_000)}.`);
    expect(read.match(/\p{M}/gu)).toHaveLength(30);
    expect(normaliseForModel(read)).toBe(read);
  });

  it("changes nothing when it is done twice", () => {
    const fragments = [
      "@",
      "user",
      "www.",
      "http",
      "s://",
      "a",
      " ",
      "[url]",
      "\u200B",
      "ﬁ",
      "é",
      "．",
      "＠",
      "😀",
      "\u0301",
    ];
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.array(fc.constantFrom(...fragments), { maxLength: 12 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const once = normaliseForModel(text);
        expect(normaliseForModel(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });
});
