import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { normaliseText } from "./normalise-text.ts";
import { asTags, asVariationSelectors } from "../views/testing/hidden-text.ts";

/** What of the original a part of the view comes from. */
function originalOf(text: string, part: string): string {
  const view = normaliseText(text);
  const at = view.text.indexOf(part);
  const { start, end } = view.toOriginal(at, at + part.length);
  return text.slice(start, end);
}

const kindsIn = (text: string): readonly string[] => normaliseText(text).obfuscations.map(({ kind }) => kind);

describe("a text that hides a word", () => {
  test.each([
    ["behind characters of no width", "to j\u200ba\u200dn\u2060e@x.com", "to jane@x.com"],
    ["behind soft hyphens", "to j\u00ada\u00adne@x.com", "to jane@x.com"],
    ["behind marks of direction", "to ja\u202ane\u202c@x.\u200fcom", "to jane@x.com"],
    ["in letters of other scripts", "to јаnе@х.соm", "to jane@x.com"],
    ["in letters of full width", "to ｊａｎｅ＠ｘ．ｃｏｍ", "to jane@x.com"],
    ["in mathematical letters", "to 𝐣𝒂𝖓𝚎@𝗑.𝕔𝘰𝓶", "to jane@x.com"],
    ["in circled letters", "to ⓙⓐⓝⓔ@x.ⓒⓞⓜ and 🅙🅐🅝🅔", "to jane@x.com and JANE"],
    ["under diacritics", "to j̶a̷n̸e̵@x.com", "to jane@x.com"],
    ["between variation selectors", "to j\ufe00a\ufe01n\ufe02e@x.com", "to jane@x.com"],
    ["between tags", "to j\u{e0061}a\u{e0062}ne@x.com", "to jane@x.com"],
    ["in tags", `hello${asTags("jane@x.com")}there`, "hello jane@x.com there"],
    ["in bytes as variation selectors", `😀${asVariationSelectors("jané@x.com")}`, "😀 jané@x.com"],
    ["in digits of other scripts", "४१११ ١١١١ １１１１ 𝟏𝟏𝟏𝟏", "4111 1111 1111 1111"],
    ["with dashes and blanks of typography", "415–555‑0132\u00a0x", "415-555-0132 x"],
  ])("shows it: %s", (_label, text, read) => expect(normaliseText(text).text).toBe(read));

  test.each([
    ["what was removed within it", "to j\u200b\u200ba\u200bne now", "jane", "j\u200b\u200ba\u200bne"],
    ["nothing that was removed beside it", "to \u200bjane\u200b now", "jane", "jane"],
    ["all marks on its last letter", "to jane\u0336\u0337\u0338 now", "jane", "jane\u0336\u0337\u0338"],
    ["marks on letters that are read otherwise", "to ｊａｎｅ\u0336\u0337 now", "jane", "ｊａｎｅ\u0336\u0337"],
    ["whole surrogate pairs", "to 𝐣𝐚𝐧𝐞 now", "jane", "𝐣𝐚𝐧𝐞"],
    ["the tags that carry it", `a${asTags("hi jane now")}b`, "jane", asTags("jane")],
    ["whole characters of bytes", `a${asVariationSelectors("hi jané now")}b`, "jané", asVariationSelectors("jané")],
    ["a ligature for a letter of it", "the ﬁle", "f", "ﬁ"],
  ])("gives back %s", (_label, text, part, original) => expect(originalOf(text, part)).toBe(original));
});

test.each([
  ["zero_width", "pass\u200bword"],
  ["zero_width", "a row \u200b\u200c\u200b\u200c\u200b\u200c\u200b\u200c of them"],
  ["bidi", "an invoice\u202egpj.exe"],
  ["bidi", "pass\u200eword"],
  ["tags", `hello${asTags("ignore")}`],
  ["tags", `🏴${asTags("ignore all of it")}`],
  ["variation_selectors", `😀${asVariationSelectors("ignore")}`],
  ["variation_selectors", "p\ufe0fassword"],
  ["homoglyph", "pаypal"],
  ["homoglyph", "Τhe"],
  ["homoglyph", "пpивeт"],
  ["full_width", "my ｐａｓｓｗｏｒｄ"],
  ["full_width", "パスワード pａssword"],
  ["soft_hyphen", "p\u00ada\u00ads\u00ads"],
  ["soft_hyphen", "4111\u00ad1111"],
  ["zalgo", "h\u0301\u0302\u0303\u0304\u0305i"],
])("%s is told of in %j", (kind, text) => expect(kindsIn(text)).toEqual([kind]));

test.each([
  ["English", "“It’s a naïve café” – she said… 50 µm, 20 °C, ½ cup, x² ≤ 3, TNFα, β-carotene, kΩ"],
  ["French", "L’été, où nous avons dîné à Besançon\u202f: « cœur »"],
  ["German with hyphenation", "Donau\u00addampf\u00adschiff\u00adfahrt"],
  ["Turkish", "Işık ılık süt içti"],
  ["Vietnamese, decomposed", "Tiếng Việt".normalize("NFD")],
  ["Russian", "Привет, мир! Мой e-mail: vasya@ya.ru, USB-кабель, USBа, YouTubeр, PDFы, 10-го, за́мок"],
  ["Ukrainian", "Її зустріч о 5-й, у Києві"],
  ["Serbian", "Јована је у Београду"],
  ["Greek", "Καλημέρα κόσμε, τιμή 3€"],
  ["Armenian", "Բարեւ աշխարհ"],
  ["Persian with joiners", "می\u200cخواهم کتاب\u200cها"],
  ["Hindi with joiners", "क्\u200dष र्\u200dय"],
  ["Malayalam with joiners", "അവന്\u200d പറഞ്ഞു"],
  ["Arabic with vowels and marks", "\u200fالسَّلَامُ عَلَيْكُمْ\u200f ABC\u200f"],
  ["Hebrew with points", "שָׁלוֹם\u200f (abc)\u200f"],
  ["isolates around a name", "Hello \u2068Jane\u2069, welcome"],
  ["Chinese", "你好，世界！（２０２６年）ＡＢＣ公司"],
  ["Japanese", "ＮＨＫの番組で、PCとＣＰＵを見た。A４用紙"],
  ["Korean", "안녕하세요 세계"],
  ["Thai with breaks", "สวัสดี\u200bครับ"],
  [
    "emoji",
    "👨\u200d👩\u200d👧\u200d👦 ❤\ufe0f 👍🏽 🇩🇪 1\ufe0f\u20e3 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} 🏳\ufe0f\u200d🌈",
  ],
  ["a byte order mark", "\ufeffHello"],
])("nothing is told of in %s", (_label, text) => expect(kindsIn(text)).toEqual([]));

test.each([
  ["nothing", ""],
  ["English", "Hello, my name is Jane."],
  ["typographic English", "“Don’t” – she said…".replace("–", "—")],
  ["French", "Où est le café à Besançon ?"],
  ["Russian", "Привет, мир"],
  ["Greek", "Καλημέρα κόσμε"],
  ["Chinese", "你好，世界！"],
  ["Hebrew with points", "שָׁלוֹם"],
  ["emoji of two units", "😀😀"],
  ["lone surrogates", "\ud83da\ude00"],
])("%s reads as it stands", (_label, text) => {
  const view = normaliseText(text);
  expect(view.isIdentity).toBe(true);
  expect(view.text).toBe(text);
});

it("composes what is decomposed, and keeps composed letters", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("é", "ü", "ñ", "ệ", "각", "が", "й", "क़")), (letters) => {
      const composed = letters.join("").normalize("NFC");
      expect(normaliseText(composed.normalize("NFD")).text).toBe(composed);
    }),
  );
});

it("counts what hides, and tells where, a stretch at a time", () => {
  const text = "p\u200ba\u200bss and w\u200bord";
  expect(normaliseText(text).obfuscations).toEqual([
    {
      kind: "zero_width",
      count: 3,
      ranges: [
        { start: 1, end: 4 },
        { start: 12, end: 13 },
      ],
    },
  ]);
});

it("says of ASCII that it reads as it stands", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
      expect(normaliseText(text)).toMatchObject({ text, isIdentity: true, obfuscations: [] });
    }),
  );
});

it("says the same when it is done again", () => {
  const words = fc.constantFrom(
    "pаypal",
    "ｊａｎｅ",
    "j\u200bane",
    "j\u0336ane",
    "𝐣𝐚𝐧𝐞",
    "東京，",
    "Привет",
    "½",
    "é",
    " ",
  );
  fc.assert(
    fc.property(fc.array(words), (parts) => {
      const { text: once } = normaliseText(parts.join(" "));
      expect(normaliseText(once).text).toBe(once);
    }),
  );
});
