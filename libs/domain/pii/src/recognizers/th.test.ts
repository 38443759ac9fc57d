import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digitStrings } from "../testing/arbitrary-identifiers.ts";
import { completionsOf } from "../testing/completions-of.ts";
import { matchesOf } from "../testing/matches-of.ts";
import { thTnin } from "./th/th-tnin.ts";

describe("Thai identifiers", () => {
  it.each([
    ["a person", "TNIN 1520000000004", ["1520000000004"]],
    ["a person in groups", "1-5200-00000-00-4", ["1-5200-00000-00-4"]],
    ["a person in a sentence without blanks", "เลขประจำตัวประชาชน1520000000004ครับ", ["1520000000004"]],
    ["nobody with two ways of parting groups", "1-5200 00000-00-4", []],
    ["nobody of a kind 9", "9520000000006", []],
    ["nobody of a province 28", "1280000000006", []],
    ["nobody inside of a longer number", "15200000000041", []],
  ])("has %s", (_, text, expected) => {
    expect(matchesOf(thTnin, text)).toEqual(expected);
  });

  it("has one check digit for each number", () => {
    fc.assert(
      fc.property(digitStrings(9), (digits) => {
        expect(completionsOf(thTnin, `396${digits}?`)).toHaveLength(1);
      }),
    );
  });
});
