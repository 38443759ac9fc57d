import { describe, expect, it } from "vitest";
import { bestScoreOf, matchesOf } from "../testing/matches-of.ts";
import { phMobileNumber } from "./ph/ph-mobile-number.ts";
import { phTin } from "./ph/ph-tin.ts";

describe("identifiers of the Philippines", () => {
  it.each([
    ["a taxpayer", phTin, "210-345-676", 0.05],
    ["a branch of three digits", phTin, "210-345-676-001", 0.05],
    ["a branch of five digits", phTin, "234-567-818-00000", 0.05],
    ["a taxpayer without hyphens", phTin, "210345676", 0.01],
    ["a mobile number", phMobileNumber, "0917 123 4567", 0.4],
    ["an international one", phMobileNumber, "+63 917 123 4567", 0.4],
  ])("are found: %s", (_label, recognizer, value, score) => {
    expect(matchesOf(recognizer, `it is ${value}, he said`)).toEqual([value]);
    expect(bestScoreOf(recognizer, value)).toBe(score);
  });

  it.each([
    ["a taxpayer with another check digit", phTin, "210-345-677"],
    ["one digit all through", phTin, "000-000-000"],
    ["a part of a longer number", phTin, "99-210-345-676"],
    ["a branch of four digits", phTin, "210-345-676-0012"],
    ["a number without its prefix", phMobileNumber, "917 123 4567"],
  ])("are not found: %s", (_label, recognizer, value) => {
    expect(matchesOf(recognizer, `it is ${value}, he said`)).toEqual([]);
  });
});
