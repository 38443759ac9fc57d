import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digitStrings } from "../testing/arbitrary-identifiers.ts";
import { bestScoreOf, matchesOf } from "../testing/matches-of.ts";
import { trLicensePlate } from "./tr/tr-license-plate.ts";
import { trNationalId } from "./tr/tr-national-id.ts";

describe("Turkish identifiers", () => {
  it.each([
    ["a person", trNationalId, "TC Kimlik No: 10000000146", ["10000000146"]],
    ["nobody that begins with 0", trNationalId, "01000000146", []],
    ["a plate", trLicensePlate, "plaka 06 ABC 123", ["06 ABC 123"]],
    ["a plate with strokes", trLicensePlate, "34-AB-1234", ["34-AB-1234"]],
    ["a plate in small letters", trLicensePlate, "34 abc 123", ["34 abc 123"]],
    ["a plate without blanks, unproven", trLicensePlate, "34ABC123", ["34ABC123"]],
    ["no plate of a province 82", trLicensePlate, "82 ABC 123", []],
    ["no plate with a Q", trLicensePlate, "34 QBC 123", []],
    ["no date", trLicensePlate, "12 JAN 2025, 10-MAR-2024, 15 may 2024", []],
    ["no amount", trLicensePlate, "16 GB 512 MB, 50 TRY 200, 10 out 100", []],
    ["no page", trLicensePlate, "page 10 of 12", []],
  ])("has %s", (_, recognizer, text, expected) => {
    expect(matchesOf(recognizer, text)).toEqual(expected);
  });

  it("leaves a plate without blanks to the words before it", () => {
    expect(bestScoreOf(trLicensePlate, "34 ABC 123")).toBe(1);
    expect(bestScoreOf(trLicensePlate, "34ABC123")).toBe(0.2);
  });

  it("proves the two last digits of a person, as the registry adds them up", () => {
    fc.assert(
      fc.property(digitStrings(8), fc.nat(98), (digits, shift) => {
        const payload = `3${digits}`;
        const sum = (from: number): number =>
          [0, 2, 4, 6, 8].reduce((total, place) => total + Number(payload.charAt(place + from)), 0);
        const tenth = (sum(0) * 7 + 90 - sum(1)) % 10;
        const checks = `${tenth}${(sum(0) + sum(1) + tenth) % 10}`;
        expect(trNationalId.validate?.(payload + checks)).toBe(true);
        const others = String((Number(checks) + 1 + shift) % 100).padStart(2, "0");
        expect(trNationalId.validate?.(payload + others)).toBe(false);
      }),
    );
  });
});
