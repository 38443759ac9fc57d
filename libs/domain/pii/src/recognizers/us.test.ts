import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestScoreOf, matchesOf } from "../testing/matches-of.ts";
import { abaRoutingNumber } from "./us/aba-routing-number.ts";
import { medicalLicense } from "./us/medical-license.ts";
import { usBankNumber } from "./us/us-bank-number.ts";
import { usDriverLicense } from "./us/us-driver-license.ts";
import { usItin } from "./us/us-itin.ts";
import { usMbi } from "./us/us-mbi.ts";
import { usNpi } from "./us/us-npi.ts";
import { usPassport } from "./us/us-passport.ts";
import { usSsn } from "./us/us-ssn.ts";

describe("identifiers of the United States", () => {
  it.each([
    ["a social security number", usSsn, "536-90-4399", 0.5],
    ["one without separators", usSsn, "536904399", 0.05],
    ["a taxpayer's number by hyphens", usItin, "900-50-1234", 0.5],
    ["one by blanks", usItin, "999 99 1234", 0.5],
    ["one in two groups", usItin, "912-901234", 0.05],
    ["one without separators", usItin, "912941234", 0.3],
    ["a passport", usPassport, "530123456", 0.05],
    ["a passport of the next generation", usPassport, "c00123456", 0.1],
    ["a licence of California", usDriverLicense, "A1234567", 0.3],
    ["a licence of New Hampshire", usDriverLicense, "12ABC34567", 0.3],
    ["a licence of Washington", usDriverLicense, "WDLABCD456DG", 0.3],
    ["a licence of digits alone", usDriverLicense, "12345678", 0.01],
    ["a bank account", usBankNumber, "00012345678", 0.05],
    ["a routing number", abaRoutingNumber, "021000021", 1],
    ["one in groups", abaRoutingNumber, "3220-7038-1", 1],
    ["a prescriber's registration", medicalLicense, "BJ1234563", 1],
    ["that of a business", medicalLicense, "f97634214", 1],
    ["a beneficiary", usMbi, "1eg4-te5-mk73", 0.5],
    ["one without hyphens", usMbi, "9A19A19AA99", 0.3],
    ["a provider", usNpi, "1876543210", 1],
    ["one in groups", usNpi, "1876-543-210", 1],
  ])("are found: %s", (_label, recognizer, value, score) => {
    expect(matchesOf(recognizer, `it is ${value}, he said`)).toContain(value);
    expect(bestScoreOf(recognizer, value)).toBe(score);
  });

  it.each([
    ["a social security number from 9", usSsn, "978-81-7533"],
    ["groups of a book's number", usSsn, "78-178-81-7533"],
    ["groups that go on", usSsn, "536-90-4399-1"],
    ["a taxpayer's number of a group that is not issued", usItin, "912-93-1234"],
    ["one that does not begin with 9", usItin, "812-70-1234"],
    ["a longer row", usPassport, "5301234567"],
    ["letters alone", usDriverLicense, "ABCDEFGH"],
    ["digits within a word", usBankNumber, "x12345678"],
    ["a routing number with another check digit", abaRoutingNumber, "021000022"],
    ["one of no district", abaRoutingNumber, "130000022"],
    ["one of zeros", abaRoutingNumber, "000000000"],
    ["a registration with another check digit", medicalLicense, "BJ1234564"],
    ["one of no kind of registrant", medicalLicense, "NJ1234563"],
    ["a beneficiary with an O", usMbi, "1EO4-TE5-MK73"],
    ["a provider with another check digit", usNpi, "1876543211"],
    ["one with mixed separators", usNpi, "1876-543 210"],
  ])("are not found: %s", (_label, recognizer, value) => {
    expect(matchesOf(recognizer, `it is ${value}, he said`)).toEqual([]);
  });

  it("finds one of ten last digits in a routing number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000, max: 12_999_999 }), (payload) => {
        const digits = String(payload).padStart(8, "0");
        const found = Array.from({ length: 10 }, (_, last) => bestScoreOf(abaRoutingNumber, `${digits}${last}`));
        expect(found.filter((score) => score === 1)).toHaveLength(1);
      }),
    );
  });
});
