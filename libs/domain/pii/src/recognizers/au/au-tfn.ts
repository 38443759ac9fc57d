import { weightedSum } from "../../checksum-weighted.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

const weights = [1, 4, 3, 7, 5, 8, 6, 9, 10];

/** Tax File Number of nine digits, as 876 543 210 (Australian Taxation Office, software developers' TFN algorithm). */
export const auTfn = patternRecognizer({
  entity: "AU_TFN",
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
  validate: isTfn,
  contextWords: ["tfn", "tax file number", "tax file"],
});

/** The weighted sum is a multiple of eleven. */
function isTfn(match: string): boolean {
  const digits = match.replaceAll(/[ \u00a0]/g, "");
  return /^(?!0{9})\d{9}$/.test(digits) && weightedSum(digits, weights) % 11 === 0;
}
