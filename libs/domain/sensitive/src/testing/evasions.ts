/** Ways in which a value is kept from those who look for it, by what is done to each or all of its characters. */
export const evasions: Readonly<Record<string, readonly ((value: string) => string)[]>> = {
  "zero-width": [between("\u200b"), between("\u200d\u200c"), between("\u2060"), between("\ufeff")],
  homoglyph: [eachAs((character) => homoglyphs.get(character) ?? character)],
  "full-width": [eachAs(fullWidth)],
  base64: [
    (value) => Buffer.from(value).toString("base64"),
    (value) => Buffer.from(value).toString("base64url"),
    (value) => Buffer.from(`the value: ${value}.`).toString("base64"),
    (value) => Buffer.from(Buffer.from(value).toString("base64")).toString("base64"),
  ],
  hex: [
    (value) => Buffer.from(value).toString("hex"),
    (value) => Buffer.from(value).toString("hex").toUpperCase(),
    (value) => `0x${Buffer.from(value).toString("hex")}`,
    (value) => Buffer.from(value).toString("hex").replaceAll(/../g, "$& ").trim(),
    (value) =>
      Buffer.from(value)
        .toString("hex")
        .replaceAll(/../g, String.raw`\x$&`),
  ],
  URL: [
    eachAs((character) => `%${codeOf(character).toString(16).padStart(2, "0")}`),
    (value) =>
      encodeURIComponent(
        value.replaceAll(
          /[.\-_]/g,
          eachAs((sign) => `%${codeOf(sign).toString(16)}`),
        ),
      ),
    (value) => encodeURIComponent(eachAs((character) => `%${codeOf(character).toString(16).padStart(2, "0")}`)(value)),
  ],
  "HTML entity": [
    eachAs((character) => `&#${codeOf(character)};`),
    eachAs((character) => `&#x${codeOf(character).toString(16)};`),
    eachAs((character) => (/[a-z\d]/i.test(character) ? character : `&#${codeOf(character)};`)),
  ],
  "soft hyphen": [between("\u00ad")],
  bidi: [between("\u202e\u202c"), between("\u200f"), (value) => `\u2066${between("\u2069\u2066")(value)}\u2069`],
  "tag characters": [between("\u{e0041}"), eachAs(asTag)],
};

/** Characters of other scripts and blocks that look like ASCII ones. */
const homoglyphs = new Map(
  Object.entries({
    a: "а",
    c: "с",
    e: "е",
    o: "о",
    p: "р",
    x: "х",
    y: "у",
    i: "і",
    j: "ј",
    s: "ѕ",
    h: "һ",
    d: "ԁ",
    A: "А",
    B: "В",
    C: "С",
    E: "Е",
    H: "Н",
    K: "К",
    M: "М",
    O: "О",
    P: "Р",
    T: "Т",
    X: "Х",
    I: "Ι",
    N: "Ν",
    "0": "𝟎",
    "1": "𝟏",
    "2": "𝟐",
    "5": "𝟓",
    "7": "𝟕",
    "-": "‐",
    ".": "․",
    ":": "։",
  }),
);

function between(inserted: string): (value: string) => string {
  return (value) => Array.from(value).join(inserted);
}

function eachAs(write: (character: string) => string): (value: string) => string {
  return (value) => Array.from(value, write).join("");
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function fullWidth(character: string): string {
  if (character === " ") return "\u3000";
  return character < " " ? character : String.fromCodePoint(codeOf(character) + 0xfe_e0);
}

/** There are no tags for line ends. */
function asTag(character: string): string {
  return character < " " ? character : String.fromCodePoint(0xe_00_00 + codeOf(character));
}
