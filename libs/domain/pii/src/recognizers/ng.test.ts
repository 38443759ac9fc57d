import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digitStrings } from "../testing/arbitrary-identifiers.ts";
import { completionsOf } from "../testing/completions-of.ts";
import { matchesOf } from "../testing/matches-of.ts";
import { ngNin } from "./ng/ng-nin.ts";
import { ngVehicleRegistration } from "./ng/ng-vehicle-registration.ts";

describe("Nigerian identifiers", () => {
  it.each([
    ["a person", ngNin, "NIN 12345678902", ["12345678902"]],
    ["nobody of zeros", ngNin, "00000000000", []],
    ["a plate", ngVehicleRegistration, "KJA-123AB", ["KJA-123AB"]],
    ["a plate in small letters", ngVehicleRegistration, "kja-123ab", ["kja-123ab"]],
    ["a plate with a blank", ngVehicleRegistration, "KJA 123AB", ["KJA 123AB"]],
    ["no ordinal, size or time", ngVehicleRegistration, "the 100th, RAM 512GB, took 250ms", []],
    ["no plate of two digits", ngVehicleRegistration, "KJA-12AB", []],
  ])("has %s", (_, recognizer, text, expected) => {
    expect(matchesOf(recognizer, text)).toEqual(expected);
  });

  it("has one check digit for each person", () => {
    fc.assert(
      fc.property(digitStrings(9), (digits) => {
        expect(completionsOf(ngNin, `1${digits}?`)).toHaveLength(1);
      }),
    );
  });
});
