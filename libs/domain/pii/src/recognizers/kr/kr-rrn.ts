import { hasBirthDay, remainderOfResidentNumber } from "./resident-number.ts";
import { digitsOf } from "../../digits-of.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";

/**
 * Resident registration numbers: day of birth, century and sex (1 to 4), six digits (Enforcement Rule of the Resident
 * Registration Act). Since October 2020 the last six are random, so a check digit that fails disproves nothing.
 */
export const krRrn = patternRecognizer({
  entity: "KR_RRN",
  country: "kr",
  patterns: [
    { name: "number", expression: /\b\d{2}[01]\d[0-3]\d-?[1-4]\d{6}\b/g, score: 0.5, digits: 13, row: 7, longest: 16 },
  ],
  validate: (match) => {
    const digits = digitsOf(match);
    return (11 - remainderOfResidentNumber(digits)) % 10 === Number(digits.at(-1)) ? true : null;
  },
  invalidate: (match) => !hasBirthDay(match),
  contextWords: ["resident registration", "rrn", "korean rrn", "주민등록번호", "주민번호", "주민등록"],
});
