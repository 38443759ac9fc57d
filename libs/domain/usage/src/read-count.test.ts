import { describe, expect, it } from "vitest";

import { readCount } from "./read-count.ts";

describe("readCount", () => {
  it.each([
    ["a whole number", 12, 12, false],
    ["zero", 0, 0, false],
    ["a number with an empty fraction", 197.0, 197, false],
    ["text that holds one", " 12 ", 12, true],
    ["text with an empty fraction", "28.0", 28, true],
    ["nothing", undefined, null, false],
    ["null", null, null, false],
    ["a negative number", -1, null, true],
    ["a fraction", 1.5, null, true],
    ["NaN", Number.NaN, null, true],
    ["infinity", Number.POSITIVE_INFINITY, null, true],
    ["more than any call uses", 2 ** 60, null, true],
    ["text that holds none", "many", null, true],
    ["negative text", "-3", null, true],
    ["empty text", "", null, true],
    ["a truth value", true, null, true],
    ["an object", { count: 1 }, null, true],
    ["a list", [1], null, true],
  ])("reads %s", (_label, value, count, isMalformed) => {
    expect(readCount(value)).toEqual({ count, isMalformed });
  });
});
