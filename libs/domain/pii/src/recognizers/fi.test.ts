import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { days } from "../testing/arbitrary-identifiers.ts";
import { completionsOf } from "../testing/completions-of.ts";
import { matchesOf } from "../testing/matches-of.ts";
import { fiPersonalIdentityCode } from "./fi/fi-personal-identity-code.ts";

const characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

describe("Finnish identifiers", () => {
  it.each([
    ["a person", "hetu 131052-308T.", ["131052-308T"]],
    ["a person in small letters", "131052-308t", ["131052-308t"]],
    ["nobody of number 001", "131052-0015", []],
    ["nobody with another sign", "131052G308T", []],
    ["nobody of the 29th of February of 1900", "290200-0028", []],
    ["nobody inside of a longer number", "9131052-308T", []],
  ])("has %s", (_, text, expected) => {
    expect(matchesOf(fiPersonalIdentityCode, text)).toEqual(expected);
  });

  it("gives out numbers from 002", () => {
    expect(completionsOf(fiPersonalIdentityCode, "131052-001?", characters)).toBe("");
    expect(completionsOf(fiPersonalIdentityCode, "131052-002?", characters)).toHaveLength(1);
  });

  it("has one check character for each day and number, whichever sign of the century", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 2, max: 999 }), ([year, month, day], number) => {
        const payload = `${day}${month}${year.slice(2)}`;
        const signs = Array.from(year.startsWith("19") ? "-UVWXY" : "ABCDEF");
        const checks = signs.map((sign) =>
          completionsOf(fiPersonalIdentityCode, `${payload}${sign}${String(number).padStart(3, "0")}?`, characters),
        );
        expect(new Set(checks).size).toBe(1);
        expect(checks[0]).toHaveLength(1);
      }),
    );
  });
});
