import { isCalendarDate } from "../../calendar-date.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { trailingExpression } from "../../word-expression.ts";

const checkCharacters = "0123456789ABCDEFHJKLMNPRSTUVWXY";
const code = /^(\d{2})(\d{2})(\d{2})([-+A-FU-Y])(\d{3})([0-9A-FHJ-NPR-Y])$/;

/** The century of birth by the sign in the middle; since 2023 there are several for one. */
function centuryOf(sign: string): number {
  if (sign === "+") return 1800;
  return /[A-F]/.test(sign) ? 2000 : 1900;
}

/**
 * Henkilötunnus: day of birth, sign of the century, a number from 002 (from 900 temporary), a check character by the
 * remainder by 31 (Digital and Population Data Services Agency, "The personal identity code").
 */
export const fiPersonalIdentityCode = patternRecognizer({
  entity: "FI_PERSONAL_IDENTITY_CODE",
  country: "fi",
  patterns: [
    {
      name: "code",
      expression: trailingExpression(String.raw`[0-3]\d[01]\d{3}[-+A-FU-Y]\d{3}[\dA-FHJ-NPR-Y]`),
      score: 0.5,
      digits: 9,
      row: 6,
      longest: 15,
    },
  ],
  validate: isIdentityCode,
  contextWords: ["hetu", "henkilötunnus", "henkilötunnusta", "personbeteckning", "personal identity code"],
});

function isIdentityCode(match: string): boolean {
  const [, day = "", month = "", year = "", sign = "", individual, check] = code.exec(match.toUpperCase()) ?? [];
  if (individual === undefined) return false;
  return (
    isCalendarDate(centuryOf(sign) + Number(year), Number(month), Number(day)) &&
    Number(individual) >= 2 &&
    checkCharacters.charAt(Number(day + month + year + individual) % checkCharacters.length) === check
  );
}
