import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digitStrings } from "../testing/arbitrary-identifiers.ts";
import { completionsOf } from "../testing/completions-of.ts";
import { bestScoreOf, matchesOf } from "../testing/matches-of.ts";
import { sgNricFin } from "./sg/sg-nric-fin.ts";
import { sgUen } from "./sg/sg-uen.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

describe("Singaporean identifiers", () => {
  it.each([
    ["a resident", sgNricFin, "NRIC S1234567D", ["S1234567D"]],
    ["a foreigner in small letters", sgNricFin, "g3300299l", ["g3300299l"]],
    ["nobody with eight digits", sgNricFin, "S12345678D", []],
    ["a business", sgUen, "53125226D", ["53125226D"]],
    ["a company", sgUen, "UEN 200002150H", ["200002150H"]],
    ["another entity", sgUen, "T16RF0037C", ["T16RF0037C"]],
    ["no company of the 21st hundred", sgUen, "210002150H", []],
    ["no entity that fails", sgUen, "T16RF0037D", []],
  ])("has %s", (_, recognizer, text, expected) => {
    expect(matchesOf(recognizer, text)).toEqual(expected);
  });

  it("trusts a first letter that is given out more than another", () => {
    expect(bestScoreOf(sgNricFin, "S1234567D")).toBe(0.5);
    expect(bestScoreOf(sgNricFin, "A1234567D")).toBe(0.3);
  });

  it("has one check letter for each number", () => {
    fc.assert(
      fc.property(digitStrings(8), digitStrings(6), (business, other) => {
        expect(completionsOf(sgUen, `${business}?`, alphabet)).toHaveLength(1);
        expect(completionsOf(sgUen, `20${business.slice(1)}?`, alphabet)).toHaveLength(1);
        // Three of the eleven remainders stand for letters that some kinds have and digits that none has.
        expect(completionsOf(sgUen, `T${other.slice(0, 2)}LL${other.slice(2)}?`, alphabet).length).toBeLessThanOrEqual(
          1,
        );
      }),
    );
  });
});
