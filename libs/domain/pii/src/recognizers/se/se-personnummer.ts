import { isCalendarDate, isDateOfSomeCentury } from "../../calendar-date.ts";
import { isLuhnValid } from "../../checksum.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { trailingExpression } from "../../word-expression.ts";

const number = /^(1[89]|20)?(\d{2})(\d{2})(\d{2})[-+]?(\d{4})$/;

/** Added to the day in the number of those who are not registered as residents ("samordningsnummer"). */
const coordinationDays = 60;

/**
 * Personal identity number: day of birth, with or without the century, `-` (`+` from the hundredth birthday), three
 * digits and Luhn's check over the ten without the century (Folkbokföringslagen § 18; Skatteverket SKV 704).
 */
export const sePersonnummer = patternRecognizer({
  entity: "SE_PERSONNUMMER",
  country: "se",
  patterns: [
    {
      name: "birth_number",
      expression: trailingExpression(String.raw`(?:1[89]|20)?\d{2}[01]\d{3}[-+]?\d{4}`),
      score: 0.5,
      digits: 10,
      row: 6,
      longest: 17,
    },
  ],
  validate: isPersonnummer,
  contextWords: ["personnummer", "pnr", "samordningsnummer", "personal identity", "svensk id", "födelsenummer"],
});

function isPersonnummer(match: string): boolean {
  const [, century = "", year, month, written, serial] = number.exec(match) ?? [];
  if (serial === undefined) return false;
  const day = Number(written) > coordinationDays ? Number(written) - coordinationDays : Number(written);
  const isDate =
    century === ""
      ? isDateOfSomeCentury(Number(year), Number(month), day)
      : isCalendarDate(Number(`${century}${year}`), Number(month), day);
  return isDate && isLuhnValid(`${year}${month}${written}${serial}`);
}
