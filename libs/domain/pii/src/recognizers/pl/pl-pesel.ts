import { isCalendarDate } from "../../calendar-date.ts";
import { weightedSum } from "../../checksum-weighted.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

const weights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1];
/** Centuries by what is added to the month: 0, 20, 40, 60, 80. */
const centuries = [1900, 2000, 2100, 2200, 1800];

/** PESEL: day of birth with the century in the month, four digits, a check digit (Ustawa o ewidencji ludności, art. 15). */
export const plPesel = patternRecognizer({
  entity: "PL_PESEL",
  country: "pl",
  patterns: [
    {
      name: "digits",
      expression: wordExpression(String.raw`\d{4}[0-3]\d{6}`),
      score: 0.4,
      digits: 11,
      row: 11,
      longest: 15,
    },
  ],
  validate: isPesel,
  contextWords: ["pesel", "numer pesel", "numer ewidencyjny"],
});

function isPesel(match: string): boolean {
  if (!/^\d{11}$/.test(match)) return false;
  const month = Number(match.slice(2, 4));
  const year = (centuries[Math.floor(month / 20)] ?? 0) + Number(match.slice(0, 2));
  return isCalendarDate(year, month % 20, Number(match.slice(4, 6))) && weightedSum(match, weights) % 10 === 0;
}
