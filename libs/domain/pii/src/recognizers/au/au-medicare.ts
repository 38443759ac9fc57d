import { weightedSum } from "../../checksum-weighted.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

const weights = [1, 3, 7, 9, 1, 3, 7, 9];

/**
 * Medicare card number: ten digits, as 2123 45670 1, of which the ninth is the check digit and the tenth the issue of the
 * card (Services Australia; METeOR data element 270101).
 */
export const auMedicare = patternRecognizer({
  entity: "AU_MEDICARE",
  country: "au",
  patterns: [
    {
      name: "digits",
      expression: wordExpression(String.raw`[2-6]\d{3}(?<gap>[ \u00a0]?)\d{5}\k<gap>[1-9]`),
      score: 0.1,
      digits: 10,
      row: 5,
      longest: 16,
    },
  ],
  validate: isMedicareNumber,
  contextWords: ["medicare"],
});

function isMedicareNumber(match: string): boolean {
  const digits = match.replaceAll(/[ \u00a0]/g, "");
  return /^[2-6]\d{8}[1-9]$/.test(digits) && weightedSum(digits, weights) % 10 === Number(digits.charAt(8));
}
