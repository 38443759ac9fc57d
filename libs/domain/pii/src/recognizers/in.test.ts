import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digitStrings } from "../testing/arbitrary-identifiers.ts";
import { completionsOf } from "../testing/completions-of.ts";
import { bestScoreOf, matchesOf } from "../testing/matches-of.ts";
import { inAadhaar } from "./in/in-aadhaar.ts";
import { inGstin } from "./in/in-gstin.ts";
import { inPan } from "./in/in-pan.ts";
import { inPassport } from "./in/in-passport.ts";
import { inVehicleRegistration } from "./in/in-vehicle-registration.ts";
import { inVoter } from "./in/in-voter.ts";

describe("Indian identifiers", () => {
  it.each([
    ["an Aadhaar in groups", inAadhaar, "3998-7654-3211", ["3998-7654-3211"]],
    ["none with half of its groups", inAadhaar, "3998 76543211", []],
    ["none that begins with 1", inAadhaar, "199876543211", []],
    ["a PAN", inPan, "pan AAAPL1234C", ["AAAPL1234C"]],
    ["a mistyped PAN", inPan, "AAAP1234LC", ["AAAP1234LC"]],
    ["no PAN without letters", inPan, "1234567890", []],
    ["no PAN without four digits together", inPan, "AAA12PL34C", []],
    ["a GSTIN of Ladakh", inGstin, "38ABCDE1234F1Z5", ["38ABCDE1234F1Z5"]],
    ["no GSTIN of a state 39", inGstin, "39ABCDE1234F1Z5", []],
    ["a passport in groups", inPassport, "A21 90457", ["A21 90457"]],
    ["no passport that begins with Q", inPassport, "Q2190457", []],
    ["no passport that ends with 0", inPassport, "A2190450", []],
    ["a voter", inVoter, "EPIC ABC1234567", ["ABC1234567"]],
    ["no voter of four letters", inVoter, "ABCD123456", []],
    ["a registration in groups", inVehicleRegistration, "MH 12 AB 1234", ["MH 12 AB 1234"]],
    ["one of Delhi", inVehicleRegistration, "DL-3C-AB-1234", ["DL-3C-AB-1234"]],
    ["one of the BH series", inVehicleRegistration, "22 BH 6517 A", ["22 BH 6517 A"]],
    ["one of before 1989", inVehicleRegistration, "MMC1234", ["MMC1234"]],
    ["no date in groups", inVehicleRegistration, "on 12 May 2024, ON 12 MAY 2024", []],
    ["no state that there is not in groups", inVehicleRegistration, "ZZ 12 AB 1234", []],
  ])("has %s", (_, recognizer, text, expected) => {
    expect(matchesOf(recognizer, text)).toEqual(expected);
  });

  it("is certain of a registration where there is such an office", () => {
    expect(bestScoreOf(inVehicleRegistration, "GA12AB1234")).toBe(1);
    expect(bestScoreOf(inVehicleRegistration, "GA13AB1234")).toBe(0.5);
    expect(bestScoreOf(inVehicleRegistration, "GA00AB1234")).toBe(0.5);
  });

  it("trusts a PAN more when its fourth letter is a kind of holder", () => {
    expect(["AAAPL1234C", "AAAXL1234C", "AAAP1234LC"].map((pan) => bestScoreOf(inPan, pan))).toEqual([0.5, 0.1, 0.01]);
  });

  it("has one check digit for each Aadhaar that is no palindrome", () => {
    fc.assert(
      fc.property(digitStrings(10), (digits) => {
        fc.pre(!digits.startsWith("2"));
        expect(completionsOf(inAadhaar, `2${digits}?`).length).toBeLessThanOrEqual(1);
        expect(completionsOf(inAadhaar, `2${digits}?`, "013456789").length).toBeLessThanOrEqual(1);
      }),
    );
    expect(completionsOf(inAadhaar, "39987654321?")).toBe("1");
  });
});
