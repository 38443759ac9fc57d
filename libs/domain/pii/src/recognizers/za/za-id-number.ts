import { isDateOfSomeCentury } from "../../calendar-date.ts";
import { isLuhnValid } from "../../checksum.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

const number = /^(\d{2})(\d{2})(\d{2})\d{4}[012]\d{2}$/;

/**
 * Identity number: day of birth, serial number by sex, citizen (0), permanent resident (1) or refugee (2), a digit, Luhn's
 * check (Identification Act 68 of 1997; Department of Home Affairs).
 */
export const zaIdNumber = patternRecognizer({
  entity: "ZA_ID_NUMBER",
  country: "za",
  patterns: [
    {
      name: "digits",
      expression: wordExpression(String.raw`\d{2}[01]\d[0-3]\d ?\d{4} ?[012]\d{2}`),
      score: 0.3,
      digits: 13,
      row: 6,
      longest: 19,
    },
  ],
  validate: isIdNumber,
  contextWords: ["south african id", "sa id", "rsa id", "id number", "identity number", "identiteitsnommer"],
});

function isIdNumber(match: string): boolean {
  const digits = match.replaceAll(" ", "");
  const [, year, month, day] = number.exec(digits) ?? [];
  return day !== undefined && isDateOfSomeCentury(Number(year), Number(month), Number(day)) && isLuhnValid(digits);
}
