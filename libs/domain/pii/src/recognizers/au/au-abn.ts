import { weightedSum } from "../../checksum-weighted.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

const weights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];

/** Australian Business Number: eleven digits, as 51 824 753 556 (abr.business.gov.au, "Format of the ABN"). */
export const auAbn = patternRecognizer({
  entity: "AU_ABN",
  country: "au",
  patterns: [
    {
      name: "digits",
      expression: wordExpression(String.raw`\d{2}(?<gap>[ \u00a0]?)\d{3}\k<gap>\d{3}\k<gap>\d{3}`),
      score: 0.1,
      digits: 11,
      row: 3,
      longest: 18,
    },
  ],
  validate: isAbn,
  contextWords: ["abn", "australian business number", "business number"],
});

/** The first digit less one, the weighted sum is a multiple of 89. The two leading check digits are 10 or more. */
function isAbn(match: string): boolean {
  const digits = match.replaceAll(/[ \u00a0]/g, "");
  return /^[1-9]\d{10}$/.test(digits) && (weightedSum(digits, weights) - 10) % 89 === 0;
}
