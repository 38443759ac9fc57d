import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { days, digitStrings } from "../testing/arbitrary-identifiers.ts";
import { completionsOf } from "../testing/completions-of.ts";
import { matchesOf } from "../testing/matches-of.ts";
import { plPesel } from "./pl/pl-pesel.ts";

describe("Polish identifiers", () => {
  it.each([
    ["a person", "PESEL: 44051401458", ["44051401458"]],
    ["a person of this century", "02270803624", ["02270803624"]],
    ["nobody that fails", "44051401457", []],
    ["nobody of a 13th month", "44131401455", []],
    ["nobody inside of a longer number", "440514014581", []],
  ])("has %s", (_, text, expected) => {
    expect(matchesOf(plPesel, text)).toEqual(expected);
  });

  it("knows which centuries had a 29th of February in 00", () => {
    expect(completionsOf(plPesel, "0002291234?")).toBe("");
    expect(completionsOf(plPesel, "0022291234?")).toHaveLength(1);
  });

  it("has one check digit for each day and number, the century in the month", () => {
    fc.assert(
      fc.property(days, digitStrings(4), ([year, month, day], serial) => {
        const shifted = String(Number(month) + (year.startsWith("20") ? 20 : 0)).padStart(2, "0");
        expect(completionsOf(plPesel, `${year.slice(2)}${shifted}${day}${serial}?`)).toHaveLength(1);
      }),
    );
  });
});
