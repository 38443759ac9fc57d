import { weightedSum } from "../../checksum-weighted.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";

const weights = [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2];

/** Codes of the provinces (TIS 1099: ISO 3166-2:TH). */
const province = "(?:1[0-9]|2[0-7]|3[0-9]|4[0-9]|5[0-8]|6[0-7]|7[0-7]|8[0-6]|9[0-6])";
const number = new RegExp(String.raw`^[1-8]${province}\d{10}$`);

/**
 * National identification number: kind of person, province and district of registration, a number, a check digit, as
 * 1-2345-67890-12-1 (Department of Provincial Administration). Thai text may stick to it: it has no blanks.
 */
export const thTnin = patternRecognizer({
  entity: "TH_TNIN",
  country: "th",
  patterns: [
    {
      name: "digits",
      expression: /\b[1-8](?:\d{12}|([- ])\d{4}\1\d{5}\1\d{2}\1\d)\b/g,
      score: 0.5,
      digits: 13,
      row: 5,
      longest: 19,
    },
  ],
  validate: isIdentificationNumber,
  contextWords: ["tnin", "thai national id", "thai id", "เลขประจำตัวประชาชน", "บัตรประชาชน", "เลขบัตรประชาชน"],
});

function isIdentificationNumber(match: string): boolean {
  const digits = match.replaceAll(/[- ]/g, "");
  const check = (11 - (weightedSum(digits, weights) % 11)) % 10;
  return number.test(digits) && check === Number(digits.at(-1));
}
