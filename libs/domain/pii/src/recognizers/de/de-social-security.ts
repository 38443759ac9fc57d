import { isDateOfSomeCentury } from "../../calendar-date.ts";
import { letterAsDigits, weightedDigitSum } from "../../checksum-weighted.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

const number = /^(?!00)\d{2}(\d{2})(\d{2})(\d{2})([A-Z])\d{3}$/;
const weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];

/** Added to the day of birth where all serial numbers of a day were given. */
const surplusDays = 50;

/**
 * Insurance number of the statutory pension: area, day of birth, initial of the name at birth, serial number, check
 * digit, as 15 070649 C 103 (§ 147 SGB VI; VKVV § 2–4).
 */
export const deSocialSecurity = patternRecognizer({
  entity: "DE_SOCIAL_SECURITY",
  country: "de",
  patterns: [
    {
      name: "insurance_number",
      expression: wordExpression(String.raw`\d{2} ?[0-8]\d[01]\d{3} ?[A-Z] ?\d{3}`),
      score: 0.5,
      digits: 11,
      row: 6,
      longest: 19,
    },
  ],
  validate: isInsuranceNumber,
  contextWords: [
    "sozialversicherungsnummer",
    "rentenversicherungsnummer",
    "versicherungsnummer",
    "svnr",
    "rvnr",
    "sozialversicherung",
    "rentenversicherung",
    "social security",
  ],
});

function isInsuranceNumber(match: string): boolean {
  const compact = match.replaceAll(" ", "").toUpperCase();
  const [, day, month, year, initial] = number.exec(compact) ?? [];
  if (initial === undefined) return false;
  const dayOfBirth = Number(day) > surplusDays ? Number(day) - surplusDays : Number(day);
  const digits = compact.replace(initial, letterAsDigits(initial));
  return (
    isDateOfSomeCentury(Number(year), Number(month), dayOfBirth) &&
    weightedDigitSum(digits, weights) % 10 === Number(digits.at(-1))
  );
}
