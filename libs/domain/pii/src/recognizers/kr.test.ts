import { describe, expect, it } from "vitest";
import { bestScoreOf, matchesOf } from "../testing/matches-of.ts";
import { krBrn } from "./kr/kr-brn.ts";
import { krDriverLicense } from "./kr/kr-driver-license.ts";
import { krFrn } from "./kr/kr-frn.ts";
import { krPassport } from "./kr/kr-passport.ts";
import { krRrn } from "./kr/kr-rrn.ts";

describe("identifiers of the Republic of Korea", () => {
  it.each([
    ["a resident", krRrn, "880229-1123452", 1],
    ["a resident registered since 2020", krRrn, "880229-1123453", 0.5],
    ["a foreigner", krFrn, "850101-5123450", 1],
    ["a foreigner registered since 2020", krFrn, "8501015123451", 0.5],
    ["a business", krBrn, "220-81-12341", 1],
    ["one without hyphens", krBrn, "2208112341", 1],
    ["a driver", krDriverLicense, "11-03-123456-78", 1],
    ["a driver by blanks", krDriverLicense, "28 03 123456 78", 1],
    ["a driver without separators", krDriverLicense, "110312345678", 0.05],
    ["a passport since 2021", krPassport, "M123A4567", 0.1],
    ["a passport of before", krPassport, "s12345678", 0.05],
  ])("are found: %s", (_label, recognizer, value, score) => {
    expect(matchesOf(recognizer, `번호 ${value}입니다`)).toEqual([value]);
    expect(bestScoreOf(recognizer, value)).toBe(score);
  });

  it.each([
    ["a resident born on 30 February", krRrn, "880230-1123452"],
    ["a resident of a foreigner's digit", krRrn, "880229-5123452"],
    ["a resident with another separator", krRrn, "880229/1123452"],
    ["a foreigner of a resident's digit", krFrn, "850101-1123450"],
    ["a business with another check digit", krBrn, "220-81-12342"],
    ["a driver of no region", krDriverLicense, "10-03-123456-78"],
    ["a driver with mixed separators", krDriverLicense, "11-03 123456-78"],
    ["a passport of no kind", krPassport, "A123A4567"],
  ])("are not found: %s", (_label, recognizer, value) => {
    expect(matchesOf(recognizer, `번호 ${value}입니다`)).toEqual([]);
  });
});
