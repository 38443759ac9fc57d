import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { findPii } from "./find-pii.ts";
import { searchableText } from "./searchable-text.ts";

const found = (text: string): readonly string[] => findPii(text).map(({ start, end }) => text.slice(start, end));

describe("a text with escapes", () => {
  test.each([
    ["a line feed of JSON before a telephone number", String.raw`{"a":"call\n415-555-0132"}`, "415-555-0132"],
    ["a line feed of JSON before a social security number", String.raw`"ssn:\n536-90-4399"`, "536-90-4399"],
    ["a tabulator of JSON before an address", String.raw`to\tjane@example.com`, "jane@example.com"],
    ["a letter as Python's json writes it", String.raw`jos\u00e9@example.com`, String.raw`jos\u00e9@example.com`],
    ["an angle bracket as Go's json writes it", String.raw`\u003c415-555-0132\u003e`, "415-555-0132"],
    ["an address in the query of a URL", "to jane%40example.com", "jane%40example.com"],
    ["a number behind the plus of a URL", "to %2B14155550132", "B14155550132"],
  ])("gives up %s", (_label, text, value) => {
    expect(found(text)).toEqual([value]);
  });

  it("keeps its length, so that offsets hold for the original", () => {
    const pieces = fc.constantFrom("\\", "u0041", "n", "%40", "%", "4", "a", "😀");
    fc.assert(
      fc.property(fc.array(pieces), (parts) => searchableText(parts.join("")).length === parts.join("").length),
    );
  });

  it("is left alone when it has none", () => expect(searchableText("100 EUR, 50/50")).toBe("100 EUR, 50/50"));
});
