import { weightedSum } from "../../checksum-weighted.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/** Seven times the digits at odd places, less those at even ones. */
const tenthDigitWeights = [7, -1, 7, -1, 7, -1, 7, -1, 7];
const lastDigitWeights = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1];

/** T.C. Kimlik No: eleven digits, the first not 0, of which two check (NVİ, "Kimlik numarası algoritması"; law 5490). */
export const trNationalId = patternRecognizer({
  entity: "TR_NATIONAL_ID",
  country: "tr",
  patterns: [
    {
      name: "digits",
      expression: wordExpression(String.raw`[1-9]\d{10}`),
      score: 0.5,
      digits: 11,
      row: 11,
      longest: 15,
    },
  ],
  validate: isNationalId,
  contextWords: ["tckn", "kimlik", "kimlik no", "tc kimlik", "t c kimlik", "vatandaşlık", "turkish id", "national id"],
});

function isNationalId(match: string): boolean {
  const tenth = (weightedSum(match, tenthDigitWeights) + 100) % 10;
  const last = weightedSum(match, lastDigitWeights) % 10;
  return /^[1-9]\d{10}$/.test(match) && match.endsWith(`${tenth}${last}`);
}
