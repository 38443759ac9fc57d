import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { days, digitStrings } from "../testing/arbitrary-identifiers.ts";
import { completionsOf } from "../testing/completions-of.ts";
import { matchesOf } from "../testing/matches-of.ts";
import { seOrganisationsnummer } from "./se/se-organisationsnummer.ts";
import { sePersonnummer } from "./se/se-personnummer.ts";

describe("Swedish identifiers", () => {
  it.each([
    ["a person", sePersonnummer, "pnr 811228-9874", ["811228-9874"]],
    ["a person of a hundred years", sePersonnummer, "900118+9811", ["900118+9811"]],
    ["a person with the century", sePersonnummer, "19811228-9874", ["19811228-9874"]],
    ["someone who is not a resident", sePersonnummer, "701063-2391", ["701063-2391"]],
    ["nobody of a 30th of February", sePersonnummer, "810230-9875", []],
    ["nobody of the 29th of February of 1900", sePersonnummer, "19000229-0006", []],
    ["nobody inside of a longer number", sePersonnummer, "58112289874", []],
    ["an organisation", seOrganisationsnummer, "556036-0793", ["556036-0793"]],
    ["no organisation with a date", seOrganisationsnummer, "811228-9874", []],
    ["no organisation that fails", seOrganisationsnummer, "556036-0794", []],
  ])("has %s", (_, recognizer, text, expected) => {
    expect(matchesOf(recognizer, text)).toEqual(expected);
  });

  it("adds 60 to the day of those who are no residents", () => {
    const days = ["31", "32", "60", "61", "91", "92"];
    const known = days.filter((day) => completionsOf(sePersonnummer, `7010${day}-239?`) !== "");
    expect(known).toEqual(["31", "61", "91"]);
  });

  it("has one check digit for each day and number, with or without the century", () => {
    fc.assert(
      fc.property(days, digitStrings(3), ([year, month, day], serial) => {
        const short = completionsOf(sePersonnummer, `${year.slice(2)}${month}${day}-${serial}?`);
        expect(short).toHaveLength(1);
        expect(completionsOf(sePersonnummer, `${year}${month}${day}${serial}?`)).toBe(short);
      }),
    );
  });
});
