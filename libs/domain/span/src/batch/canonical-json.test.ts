import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteArena } from "./byte-arena.ts";
import { CanonicalJson } from "./canonical-json.ts";
import { CanonicalText } from "./canonical-text.ts";
import { JsonStrings } from "./json-strings.ts";
import { MALFORMED } from "./json-strings.ts";

/** What is written of a JSON text, and whether anything had to be copied for it; null where it is not written. */
function written(json: string): { readonly text: string; readonly isCopied: boolean } | null {
  const arena = new ByteArena();
  arena.load(new TextEncoder().encode(json));
  const end = arena.used;
  const out = new CanonicalText(arena);
  out.begin(0);
  if (new CanonicalJson(arena, new JsonStrings(arena), out).value(0, end) !== end) return null;
  out.finish();
  return { text: new TextDecoder().decode(arena.bytes.subarray(out.at, out.end)), isCopied: out.at >= end };
}

describe("a JSON value", () => {
  test.each([
    "{}",
    "[]",
    '""',
    "0",
    "-12",
    "1.5",
    "-0.000001",
    "123456789012345",
    "true",
    "false",
    "null",
    '{"a":[{"b":"c"}],"":1}',
  ])("%s stays where it is", (json) => expect(written(json)).toEqual({ text: json, isCopied: false }));

  test.each([
    ["[ 1 , 2 ]", "[1,2]"],
    ['{ "a" : "\\u0041\\/" }', '{"a":"A/"}'],
    ['"\\u001F\\u000a\\u0022"', '"\\u001f\\n\\""'],
    ['"\\ud83d\\ude00"', '"\u{1F600}"'],
  ])("%s becomes %s", (json, text) => expect(written(json)).toEqual({ text, isCopied: true }));

  const numbers = ["-0", "01", "1.0", "1.50", "0.0000001", "1e3", "12345678901234567", ".5", "5.", "+1"];
  const words = ["nul", "nope", "True", ""];
  const keys = ['{"a":1,"a":2}', '{"1":1}', '{"\\u0061":1}', "{a:1}", '{"a"}', '{"a":1,}'];
  const strings = ['["a', '"\\x"', '"\\ud800"', '"\\udc00"', '"\\u12"'];
  const lists = ["[1,]", "[1", `${"[".repeat(40)}${"]".repeat(40)}`];
  test.each([...numbers, ...words, ...keys, ...strings, ...lists])("%s is not written", (json) =>
    expect(written(json)).toBeNull(),
  );

  test("is written as JSON.stringify writes it, or not at all", () => {
    const spaces = fc.constantFrom(0, 1, "\t");
    fc.assert(
      fc.property(fc.jsonValue(), spaces, (value, space) => {
        const text = written(JSON.stringify(value, null, space))?.text;
        expect([undefined, JSON.stringify(value)]).toContain(text);
      }),
      { numRuns: 2_000 },
    );
  });

  test("that is damaged is not written, or means what JSON.parse reads", () => {
    const damage = ['"', "\\", "{", "}", "[", "]", ",", ":", "0", ".", "-", "e", "u", " ", ""];
    const sound = '{"a":[1,-2.5,"b\\n\\u00e9",{"c":null}],"d":true}';
    fc.assert(
      fc.property(fc.nat({ max: sound.length - 1 }), fc.constantFrom(...damage), (at, by) => {
        const json = sound.slice(0, at) + by + sound.slice(at + 1);
        const text = written(json)?.text;
        if (text !== undefined) expect(text).toBe(JSON.stringify(JSON.parse(json)));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a JSON string", () => {
  const inArena = (text: string): { arena: ByteArena; strings: JsonStrings; end: number } => {
    const arena = new ByteArena();
    arena.load(new TextEncoder().encode(text));
    return { arena, strings: new JsonStrings(arena), end: arena.used };
  };
  const appended = (arena: ByteArena, from: number): string =>
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(arena.bytes.subarray(from, arena.used));

  test("that is unescaped is the text, and a text that is quoted is the string, at any place of a word", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), fc.nat({ max: 3 }), (a, b, shift) => {
        const text = (a + b).toWellFormed();
        const before = " ".repeat(shift);
        const json = inArena(`${before}${JSON.stringify(text)}`);
        const closing = json.strings.endOf(shift + 1, json.end);
        expect(closing).toBe(json.end - 1);
        expect(json.strings.isCanonical).toBe(true);
        json.strings.unescape(shift + 1, closing);
        expect(appended(json.arena, json.end)).toBe(text);
        const plain = inArena(before + text);
        expect(plain.strings.quote(shift, plain.end)).toBe(true);
        expect(appended(plain.arena, plain.end)).toBe(JSON.stringify(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test("does not end behind the end of its value", () => {
    const { strings, end } = inArena('"abcdefgh"');
    for (let before = 1; before < end; before += 1) expect(strings.endOf(1, before)).toBe(MALFORMED);
  });
});
