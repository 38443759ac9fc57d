import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { days, digitStrings } from "../testing/arbitrary-identifiers.ts";
import { completionsOf } from "../testing/completions-of.ts";
import { matchesOf } from "../testing/matches-of.ts";
import { zaIdNumber } from "./za/za-id-number.ts";

describe("South African identifiers", () => {
  it.each([
    ["a person", "ID 8001015009087", ["8001015009087"]],
    ["a person in groups", "800101 5009 087", ["800101 5009 087"]],
    ["nobody that fails", "8001015009088", []],
    ["nobody of a 13th month", "8013015009083", []],
    ["nobody of a status 3", "8001015009384", []],
    ["nobody inside of a longer number", "80010150090870", []],
  ])("has %s", (_, text, expected) => {
    expect(matchesOf(zaIdNumber, text)).toEqual(expected);
  });

  it("has one check digit for each day, number and status", () => {
    fc.assert(
      fc.property(days, digitStrings(4), fc.nat(2), ([year, month, day], serial, status) => {
        // The year has two digits, and 1900 had no 29th of February that 2000 had.
        expect(completionsOf(zaIdNumber, `${year.slice(2)}${month}${day}${serial}${status}8?`)).toHaveLength(1);
      }),
    );
  });
});
