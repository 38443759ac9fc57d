/** Ways to write a text so that a person, or a model that is told to decode, still reads it. */
export const evasions: Readonly<Record<string, (text: string) => string>> = {
  "zero width": (text) => text.replace(/(?<=\p{L})(?=\p{L})/gu, "\u200B"),
  homoglyphs: (text) => replaceLetters(text, homoglyphs),
  leet: (text) => replaceLetters(text, leet),
  base64: (text) => Buffer.from(text, "utf8").toString("base64"),
  spacing: (text) => text.replace(/(?<=\p{L})(?=\p{L})/gu, " ").replace(/ {2,}/gu, "   "),
};

/** Cyrillic and Greek letters that look like Latin ones. */
const homoglyphs: Readonly<Record<string, string>> = {
  a: "а",
  c: "с",
  e: "е",
  i: "і",
  o: "о",
  p: "р",
  s: "ѕ",
  x: "х",
  y: "у",
  A: "А",
  E: "Е",
  I: "І",
  O: "О",
};

const leet: Readonly<Record<string, string>> = {
  a: "4",
  e: "3",
  i: "1",
  o: "0",
  s: "5",
  t: "7",
  A: "4",
  E: "3",
  I: "1",
  O: "0",
  S: "5",
  T: "7",
};

function replaceLetters(text: string, letters: Readonly<Record<string, string>>): string {
  return Array.from(text, (letter) => letters[letter] ?? letter).join("");
}
