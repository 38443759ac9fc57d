import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../otlp/any-value.ts";
import { parsePythonRepr } from "./python-repr.ts";

describe("parsePythonRepr", () => {
  test.each<[string, JsonValue]>([
    ["{'completion_tokens': 48, 'prompt_tokens': 36}", { completion_tokens: 48, prompt_tokens: 36 }],
    [
      "{'details': {'audio_tokens': None, 'cached': True, 'x': False}}",
      { details: { audio_tokens: null, cached: true, x: false } },
    ],
    ["['a', \"it's\", ]", ["a", "it's"]],
    ["('a',)", ["a"]],
    ["()", []],
    ["{}", {}],
    ["{'x', 'y'}", ["x", "y"]],
    ["{1: 'a', None: 'b'}", { 1: "a", null: "b" }],
    ["{'f': 1e-05, 'g': -2.5, 'h': 1_000}", { f: 0.00001, g: -2.5, h: 1000 }],
    ["[nan, inf, -inf]", ["nan", "inf", "-inf"]],
    [String.raw`'a\nb\t\'c\' \\ \x41 \u00e9 \U0001f600 \101'`, "a\nb\t'c' \\ A é 😀 A"],
    [String.raw`b'\x00raw'`, "\u0000raw"],
    ["Usage(total_tokens=3, details=Details(cached=1))", { total_tokens: 3, details: { cached: 1 } }],
    ["[Decimal('0.25'), datetime.date(2026, 1, 2)]", ["0.25", [2026, 1, 2]]],
    ["{'type': <CallTypes.completion: 'completion'>, 'n': 1}", { type: "<CallTypes.completion: 'completion'>", n: 1 }],
    ["  {'a' : 1}\n", { a: 1 }],
    ["{'__proto__': 1}", Object.fromEntries([["__proto__", 1]])],
  ])("reads %s", (text, value) => {
    expect(parsePythonRepr(text)).toEqual(value);
  });

  test.each([
    "",
    "hello",
    "{'a': }",
    "{'a' 1}",
    "{'a': 1",
    "[1, 2",
    "['open",
    "[1] trailing",
    "{'a': 1,, 'b': 2}",
    "Usage(",
    "<never closed",
    "1e99999",
    "...",
  ])("does not read %j", (text) => {
    expect(parsePythonRepr(text)).toBeUndefined();
  });

  test("does not read what is nested too deep, holds too many values, or is too long", () => {
    expect(parsePythonRepr("[".repeat(60) + "]".repeat(60))).toBeDefined();
    expect(parsePythonRepr("[".repeat(100_000) + "]".repeat(100_000))).toBeUndefined();
    expect(parsePythonRepr("f(".repeat(100_000))).toBeUndefined();
    expect(parsePythonRepr(`[${"0,".repeat(200_001)}]`)).toBeUndefined();
    expect(parsePythonRepr(`'${"x".repeat(4_000_001)}'`)).toBeUndefined();
  });

  test("reads back what Python would write, and answers any text without throwing", () => {
    const readsBack = fc.property(fc.jsonValue(), (value) => {
      // JSON has no zero below zero.
      expect(parsePythonRepr(reprOf(value))).toEqual(JSON.parse(JSON.stringify(value)));
    });
    const tokens = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      "(",
      ")",
      "'",
      '"',
      "\\",
      ":",
      ",",
      "=",
      "a",
      "1",
      "<",
      ">",
      " ",
    );
    const answers = fc.property(fc.oneof(fc.string(), fc.string({ unit: tokens, maxLength: 60 })), (text) => {
      parsePythonRepr(text);
    });
    fc.assert(readsBack);
    fc.assert(answers, { numRuns: 1000 });
  });
});

/** As CPython writes the value of a JSON text. */
function reprOf(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string")
    return `'${value
      .replaceAll("\\", "\\\\")
      .replaceAll("'", String.raw`\'`)
      .replaceAll("\n", String.raw`\n`)}'`;
  if (Array.isArray(value)) return `[${value.map(reprOf).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${reprOf(key)}: ${reprOf(item)}`)
    .join(", ")}}`;
}
