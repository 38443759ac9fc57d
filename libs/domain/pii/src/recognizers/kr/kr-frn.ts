import { hasBirthDay, remainderOfResidentNumber } from "./resident-number.ts";
import { digitsOf } from "../../digits-of.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";

/**
 * Foreigner registration numbers: as a resident's, with 5 to 8 for century and sex and two more in the check digit
 * (Enforcement Rule of the Immigration Act). Since October 2020 a check digit that fails disproves nothing.
 */
export const krFrn = patternRecognizer({
  entity: "KR_FRN",
  country: "kr",
  patterns: [
    { name: "number", expression: /\b\d{2}[01]\d[0-3]\d-?[5-8]\d{6}\b/g, score: 0.5, digits: 13, row: 7, longest: 16 },
  ],
  validate: (match) => {
    const digits = digitsOf(match);
    return (13 - remainderOfResidentNumber(digits)) % 10 === Number(digits.at(-1)) ? true : null;
  },
  invalidate: (match) => !hasBirthDay(match),
  contextWords: [
    "foreigner registration",
    "alien registration",
    "frn",
    "arc",
    "외국인등록번호",
    "외국인등록",
    "외국인",
  ],
});
