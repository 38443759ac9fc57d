import { isVerhoeffValid } from "../../checksum-verhoeff.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/** Aadhaar: twelve digits, the first 2 to 9, the last Verhoeff's check (UIDAI, "Aadhaar number: structure"). */
export const inAadhaar = patternRecognizer({
  entity: "IN_AADHAAR",
  country: "in",
  patterns: [
    {
      name: "digits",
      expression: wordExpression(String.raw`[2-9]\d{3}(?:\d{8}|(?<gap>[- :])\d{4}\k<gap>\d{4})`),
      score: 0.1,
      digits: 12,
      row: 4,
      longest: 18,
    },
  ],
  validate: isAadhaar,
  contextWords: ["aadhaar", "aadhar", "uidai", "आधार"],
});

/** A number that reads the same from its end is not given out. */
function isAadhaar(match: string): boolean {
  const digits = match.replaceAll(/[- :]/g, "");
  return /^[2-9]\d{11}$/.test(digits) && digits !== Array.from(digits).reverse().join("") && isVerhoeffValid(digits);
}
