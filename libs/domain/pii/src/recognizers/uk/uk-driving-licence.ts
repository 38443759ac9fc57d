import { isDateOfSomeCentury } from "../../calendar-date.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";

/** Surname filled up with 9, decade, month (50 more for women), day, year, initials or 9, a digit, two check letters. */
const number =
  /\b(?:[A-Z]{5}|[A-Z]{4}9|[A-Z]{3}99|[A-Z]{2}999|[A-Z]9{4})\d[0156]\d[0-3]\d{2}(?:[A-Z][A-Z9]|99)\d[A-Z]{2}\b/gi;

const womensOffset = 50;

/** Driver numbers of Great Britain (DVLA, form of the driver number). Their check letters are not public. */
export const ukDrivingLicence = patternRecognizer({
  entity: "UK_DRIVING_LICENCE",
  country: "uk",
  patterns: [{ name: "driver_number", expression: number, score: 0.5, digits: 7, longest: 18, isGlued: true }],
  validate: (match) => (hasDateOfBirth(match) ? null : false),
  contextWords: ["driving", "driver", "licence", "license", "dvla"],
});

function hasDateOfBirth(match: string): boolean {
  const month = Number(match.slice(6, 8));
  const year = Number(`${match.charAt(5)}${match.charAt(10)}`);
  return isDateOfSomeCentury(year, month > womensOffset ? month - womensOffset : month, Number(match.slice(8, 10)));
}
