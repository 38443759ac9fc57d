import { weightedSum } from "../../checksum-weighted.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

const weights = [8, 7, 6, 5, 4, 3, 2, 1];

/** Australian Company Number: nine digits, as 004 085 616 (ASIC, "Australian Company Number digit check"). */
export const auAcn = patternRecognizer({
  entity: "AU_ACN",
  country: "au",
  patterns: [
    {
      name: "digits",
      expression: wordExpression(String.raw`\d{3}(?<gap>[ \u00a0]?)\d{3}\k<gap>\d{3}`),
      score: 0.1,
      digits: 9,
      row: 3,
      longest: 15,
    },
  ],
  validate: isAcn,
  contextWords: ["acn", "australian company number", "company number"],
});

/** The last digit fills the weighted sum of the others up to a multiple of ten. */
function isAcn(match: string): boolean {
  const digits = match.replaceAll(/[ \u00a0]/g, "");
  const check = (10 - (weightedSum(digits, weights) % 10)) % 10;
  return /^(?!0{9})\d{9}$/.test(digits) && check === Number(digits.at(-1));
}
