import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { decodedViews } from "./decoded-views.ts";

const base64Among = (before: readonly number[], text: string, after: readonly number[]): string =>
  Buffer.concat([Buffer.from(before), Buffer.from(text), Buffer.from(after)]).toString("base64");
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const hex = (text: string): string => Buffer.from(text).toString("hex");
const pairsOf = (text: string): readonly string[] => hex(text).match(/../g) ?? [];

const readings = (text: string): readonly string[] => decodedViews(text).views.map((view) => view.text);

/** What of the original `part` of the deepest view comes from. */
function originalOf(text: string, part: string): string {
  const view = decodedViews(text).views.at(-1);
  const at = view?.text.indexOf(part) ?? -1;
  expect(at).not.toBe(-1);
  const { start, end } = view?.toOriginal(at, at + part.length) ?? { start: 0, end: 0 };
  return text.slice(start, end);
}

const letter = "Dear Jane, my card is 4111 1111 1111 1111 and my address is jané@example.com. Yours, Bob";

describe("what stands encoded in a text is read in its place", () => {
  test.each([
    ["base64", "mail amFuZUBleGFtcGxlLmNvbQ== now", "mail jane@example.com now"],
    ["base64 without padding", "mail=amFuZUBleGFtcGxlLmNvbQ&x", "mail=jane@example.com&x"],
    ["base64 for URLs", "id Pz8_IGphbmUgPj4-IGJvYg end", "id ??? jane >>> bob end"],
    ["base64 in a path", "/a/amFuZUBleGFtcGxlLmNvbQ==/b", "/a/jane@example.com/b"],
    [
      "base64 in a data URL",
      "data:text/plain;base64,amFuZUBleGFtcGxlLmNvbQ==",
      "data:text/plain;base64,jane@example.com",
    ],
    ["words among bytes in base64", base64Among([0, 255, 200], "jane@example.com", [7, 254]), "   jane@example.com  "],
    ["base64 of other scripts", base64("Привет, мир! 😀"), "Привет, мир! 😀"],
    ["a number in base64", "ssn NTM2LTkwLTQzOTk=", "ssn 536-90-4399"],
    ["base64 in lines of 76", base64(letter).replaceAll(/.{76}/g, "$&\r\n"), letter],
    ["base64 in lines of 20", base64(letter).replaceAll(/.{20}(?=.)/g, "$&\n"), letter],
    ["base32", "otp NJQW4ZKAMV4GC3LQNRSS4Y3PNU====== end", "otp jane@example.com end"],
    ["hexadecimal", `mail ${hex("jane@example.com")} now`, "mail jane@example.com now"],
    ["hexadecimal in capitals", `mail ${hex("jané@example.com").toUpperCase()}`, "mail jané@example.com"],
    ["hexadecimal digits of digits", hex("4111111111111111"), "4111111111111111"],
    ["a hexadecimal number", `0x${hex("jane@example.com")}`, "jane@example.com"],
    ["hexadecimal bytes", pairsOf("jane@example.com").join(" "), "jane@example.com"],
    ["hexadecimal bytes with colons", pairsOf("jane@example.com").join(":"), "jane@example.com"],
    [
      "an array of bytes",
      `[${pairsOf("jane@example.com")
        .map((pair) => `0x${pair}`)
        .join(", ")}]`,
      "[jane@example.com]",
    ],
    [
      "escapes of bytes",
      pairsOf("jané@x.com")
        .map((pair) => String.raw`\x${pair}`)
        .join(""),
      "jané@x.com",
    ],
    ["escapes of Latin-1", String.raw`jan\xe9@x.com`, "jané@x.com"],
    ["escapes of JSON", String.raw`jos\u00e9\u0040x.com`, "josé@x.com"],
    ["escapes of surrogate pairs", String.raw`\ud83d\ude00 jane`, "😀 jane"],
    ["escapes in braces", String.raw`\u{6a}\u{61}ne`, "jane"],
    ["escapes of Python", String.raw`\U0000006aane`, "jane"],
    ["a line feed of JSON", String.raw`call\n415-555-0132`, "call\n415-555-0132"],
    ["an angle bracket of Go's json", String.raw`\u003c415-555-0132\u003e`, "<415-555-0132>"],
    ["percent-encoding", "to jane%40example.com", "to jane@example.com"],
    ["percent-encoding of a plus", "%2B14155550132", "+14155550132"],
    ["percent-encoding of UTF-8", "jan%C3%A9%40x.com", "jané@x.com"],
    [
      "percent-encoding of every byte",
      pairsOf("jane@x")
        .map((pair) => `%${pair}`)
        .join(""),
      "jane@x",
    ],
    ["percent-encoding amid other bytes", "%ff%40x.com", "%ff@x.com"],
    ["entities with names", "jane&commat;example&period;com", "jane@example.com"],
    ["entities with numbers", "&#106;&#x61;ne&#64x.com", "jane@x.com"],
    ["quoted-printable", "to jane=40example.com", "to jane@example.com"],
    ["quoted-printable over lines", "to jane=40exa=\r\nmple.com", "to jane@example.com"],
    ["quoted-printable of UTF-8", "jan=C3=A9=40x.com", "jané@x.com"],
    ["letters with blanks between", "to j a n e @ e x a m p l e . c o m", "to jane@example.com"],
    ["words of letters with blanks between", "j a n e  d o e", "jane doe"],
    ["letters with signs between", "a s-e-c-r-e-t word", "a secret word"],
    ["letters moved by thirteen", "Text: zl rznvy vf wnar@rknzcyr.pbz", "Grkg: my email is jane@example.com"],
    [
      "letters moved by thirteen behind plain words",
      "this is it: zl rznvy vf wnar@k.pbz",
      "this is it: my email is jane@x.com",
    ],
    ["digits for letters", "my p4ssw0rd: j@j4n3.c0m", "my password: j@j4n3.com"],
    ["signs for letters", "p@$$w0rd", "password"],
  ])("%s", (_label, text, read) => expect(readings(text)).toEqual([read]));

  test.each([
    ["base64 of base64 of hexadecimal", base64(base64(hex(letter))), 3],
    ["percent-encoding of entities", encodeURIComponent("jane&#64;example.com"), 2],
    ["escapes of escapes", String.raw`jane\\u0040example.com`, 2],
    ["lines of base64 in JSON", JSON.stringify(base64(letter).replaceAll(/.{20}/g, "$&\n")), 2],
  ])("%s, depth by depth", (_label, text, depth) => {
    const read = readings(text);
    expect(read).toHaveLength(depth);
    expect(read.at(-1)).toContain("@example.com");
  });
});

test.each([
  ["prose", "Hello, could you help me with my homework? It is about the year 1984, page 12 and so on."],
  ["prose with capitals", "INTERNATIONALIZATION and Straightforwardness of McDonaldization"],
  ["code", "export function readTheConfiguration(path: string): Promise<Settings> { return load(path); }"],
  ["identifiers", "a3f5c9d07b1e4a60 550e8400-e29b-41d4-a716-446655440000 sk_live_4eC39HqLyjWDarjtT1zdp7dc"],
  ["digests", "d41d8cd98f00b204e9800998ecf8427e e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  [
    "a package's integrity",
    "sha512-4a7dVZ3oHdYUvTd0xkNWPVZKXN9nmEHeYUzWeCp6XY4ldwmY2yM1e4Nr3a9RHnGV6IiVAjFDO1tvYJ7TTdyWqQ==",
  ],
  ["parameters", "https://example.com/search?limit=20&page=41&sort=CA"],
  ["percents", "100% of 50 % and 5%off"],
  ["companies", "AT&T, R&D; Q&A"],
  ["numbers", "10 20 30 40 50 60 70 80 90 11 12 13"],
  ["lengths of months", "31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31"],
  ["a row of digits", "5 3 0 0 7 0 0 0 0"],
  ["memory", "16 GB, 32 GB or 64 gb"],
  ["versions", "gpt4 v1.2.3 utf8 h264 2nd 3d b2b k8s x86 mp3"],
])("nothing is decoded in %s", (_label, text) => expect(decodedViews(text)).toEqual({ views: [], isTruncated: false }));

describe("what is found in a view", () => {
  test.each([
    ["is in base64 the groups of four that hold it", base64("abcdefghijklmnopqrstuvwxyz"), "hij", "Z2hpamts"],
    ["is in base64 the whole end, padding and all", base64("jane@example.comm"), "comm", "LmNvbW0="],
    [
      "is in broken base64 what the line break divides too",
      "amFuZUBleGFt\ncGxlLmNvbQ==",
      "example.com",
      "ZUBleGFt\ncGxlLmNvbQ==",
    ],
    ["is of base64 of UTF-8 all of a character", base64("aéb and some more of it"), "é", "YcOp"],
    ["is in hexadecimal a pair for a byte", `a ${hex("jane@example.com")}`, "ane", "616e65"],
    ["is in percent-encoding a triple for a byte", "jan%C3%A9%40x.com and", "é@x", "%C3%A9%40x"],
    ["is a whole entity", "jane&commat;x.com", "@", "&commat;"],
    ["is in rot13 letter for letter", "zl rznvy vf wnar@x.pbz", "jane", "wnar"],
    ["is in spaced letters what is between them too", "x: j a n e @ x", "ane", "a n e"],
    ["is over several pieces all that lies between", "to %6aane&#64;x.com", "jane@x.com", "%6aane&#64;x.com"],
    [
      "is in base64 of base64 all groups around the groups",
      base64(base64("my address is jane@example.com")),
      "jane",
      base64(base64("my address is jane@example.com")).slice(20, 32),
    ],
    ["is in plain text itself", "jane and %40", "jane", "jane"],
  ])("%s", (_label, text, part, original) => expect(originalOf(text, part)).toBe(original));
});

describe("bounds", () => {
  const nested = (depth: number): string => (depth === 0 ? letter : base64(nested(depth - 1)));

  it("goes no deeper than it is told", () => {
    expect(decodedViews(nested(8)).views).toHaveLength(3);
    expect(decodedViews(nested(8), { maxDepth: 5 }).views).toHaveLength(5);
  });

  it("reads no more bytes than it is told, and says so", () => {
    const text = "%41 ".repeat(1000);
    const { views, isTruncated } = decodedViews(text, { maxBytes: 800 });
    expect(isTruncated).toBe(true);
    expect(views.map((view) => view.text)).toEqual(["A ".repeat(100)]);
  });

  it("shares the bytes among all depths", () => {
    const text = nested(3);
    expect(decodedViews(text, { maxBytes: text.length * 2 })).toMatchObject({ views: [{}], isTruncated: true });
  });

  it("says nothing of a text that ends with nothing left to decode", () => {
    expect(decodedViews("plain text", { maxBytes: 2 })).toEqual({ views: [], isTruncated: false });
  });
});

it("reads any text back from its encodings", () => {
  const text = fc.string({
    unit: fc.constantFrom(...Array.from("abcdefgh ijklmnop123@.-é€😀")),
    minLength: 16,
    maxLength: 40,
  });
  const encode = fc.constantFrom<(text: string) => string>(base64, hex, (text) =>
    pairsOf(text)
      .map((pair) => `%${pair}`)
      .join(""),
  );
  fc.assert(
    fc.property(text, encode, (plain, encoded) => {
      fc.pre(/[A-Z].*[a-z0-9]/.test(base64(plain)));
      expect(decodedViews(`x: ${encoded(plain)}`, { maxDepth: 1 }).views[0]?.text).toBe(`x: ${plain}`);
    }),
  );
});
