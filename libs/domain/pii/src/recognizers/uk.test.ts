import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestScoreOf, matchesOf } from "../testing/matches-of.ts";
import { ukDrivingLicence } from "./uk/uk-driving-licence.ts";
import { ukNhs } from "./uk/uk-nhs.ts";
import { ukNino } from "./uk/uk-nino.ts";
import { ukPassport } from "./uk/uk-passport.ts";
import { ukPostcode } from "./uk/uk-postcode.ts";
import { ukVehicleRegistration } from "./uk/uk-vehicle-registration.ts";

describe("identifiers of the United Kingdom", () => {
  it.each([
    ["an NHS number", ukNhs, "943 476 5919", 1],
    ["one by hyphens", ukNhs, "401-023-2137", 1],
    ["one without separators", ukNhs, "9434765919", 1],
    ["a national insurance number", ukNino, "JG103759A", 0.5],
    ["one in pairs", ukNino, "jg 10 37 59 a", 0.5],
    ["a passport", ukPassport, "zz1234567", 0.1],
    ["a postcode of form A9 9AA", ukPostcode, "M1 1AE", 0.1],
    ["one of form A99 9AA", ukPostcode, "B33 8TH", 0.1],
    ["one of form AA9A 9AA", ukPostcode, "EC1A 1BB", 0.1],
    ["one of form AA99 9AA", ukPostcode, "DN55 1PT", 0.1],
    ["one of form A9A 9AA", ukPostcode, "w1a 0ax", 0.1],
    ["Girobank's", ukPostcode, "GIR 0AA", 0.1],
    ["a driver born on a leap day", ukDrivingLicence, "FO999802298A99AB", 0.5],
    ["a driving woman", ukDrivingLicence, "JONES762315AB9CD", 0.5],
    ["a vehicle of spring 2024", ukVehicleRegistration, "AB24 CDE", 1],
    ["a vehicle of autumn 2001", ukVehicleRegistration, "LB51XYZ", 1],
    ["a vehicle of 1995", ukVehicleRegistration, "M12 ABC", 0.2],
    ["a vehicle of 1970", ukVehicleRegistration, "ABC 12J", 0.15],
  ])("are found: %s", (_label, recognizer, value, score) => {
    expect(matchesOf(recognizer, `it is: ${value}, he said`)).toContain(value);
    expect(bestScoreOf(recognizer, value)).toBe(score);
  });

  it.each([
    ["an NHS number with another check digit", ukNhs, "943 476 5918"],
    ["one digit all through", ukNhs, "0000000000"],
    ["an insurance number of a prefix that is not issued", ukNino, "BG103759A"],
    ["one with D first", ukNino, "DA103759A"],
    ["one with O second", ukNino, "AO103759A"],
    ["one with an E behind", ukNino, "JG103759E"],
    ["a passport of one letter", ukPassport, "Z1234567"],
    ["a postcode with Q first", ukPostcode, "QA1 1AA"],
    ["one with J second", ukPostcode, "AJ1 1AA"],
    ["one with a C in its inward part", ukPostcode, "M1 1CE"],
    ["a driver born on 30 February", ukDrivingLicence, "MORGA602304SM9IJ"],
    ["a driver born in the thirteenth month", ukDrivingLicence, "MORGA613014SM9IJ"],
    ["a digit among the surname", ukDrivingLicence, "M1RGA602014SM9IJ"],
    ["a vehicle of 2030", ukVehicleRegistration, "AB30 CDE"],
    ["a vehicle with an I", ukVehicleRegistration, "AI24 CDE"],
    ["a name and a word behind it", ukVehicleRegistration, "py27 and"],
    ["a name in capitals and a word behind it", ukVehicleRegistration, "CH20 has"],
    ["a vehicle of no year", ukVehicleRegistration, "ABC 12Z"],
  ])("are not found: %s", (_label, recognizer, value) => {
    expect(matchesOf(recognizer, `it is: ${value}, he said`)).toEqual([]);
  });

  it("notices every change of one digit of an NHS number", () => {
    fc.assert(
      fc.property(fc.nat(9), fc.integer({ min: 1, max: 9 }), (place, shift) => {
        const digits = "9434765919";
        const changed = (Number(digits.charAt(place)) + shift) % 10;
        expect(matchesOf(ukNhs, digits.slice(0, place) + changed + digits.slice(place + 1))).toEqual([]);
      }),
    );
  });
});
