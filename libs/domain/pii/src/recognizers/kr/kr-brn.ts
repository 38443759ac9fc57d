import { weightedSum } from "../../checksum-weighted.ts";
import { digitsOf } from "../../digits-of.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";

const weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];

/** Business registration numbers: tax office, kind of business, serial number, check digit (National Tax Service). */
export const krBrn = patternRecognizer({
  entity: "KR_BRN",
  country: "kr",
  patterns: [
    { name: "groups", expression: /\b[1-9]\d{2}-\d{2}-\d{5}\b/g, score: 0.5, digits: 10, row: 5, longest: 14 },
    { name: "digits", expression: /\b[1-9]\d{9}\b/g, score: 0.1, digits: 10, row: 10, longest: 12 },
  ],
  validate: (match) => {
    const digits = digitsOf(match);
    // The last weighted digit counts with both of its figures.
    const carried = Math.floor((Number(digits[8]) * 5) / 10);
    return (10 - ((weightedSum(digits, weights) + carried) % 10)) % 10 === Number(digits.at(-1));
  },
  contextWords: ["business registration", "brn", "korean brn", "사업자등록번호", "사업자번호", "사업자"],
});
