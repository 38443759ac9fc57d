import { isIcaoValid } from "../../checksum-icao.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/** Letters that serial numbers have: no vowels, and none that looks like a digit or another letter. */
const letters = "CFGHJKLMNPRTVWXYZ";

/** Serial number of a passport, with its check digit at the end (Passverordnung, annex; ICAO Doc 9303). */
export const dePassport = patternRecognizer({
  entity: "DE_PASSPORT",
  country: "de",
  patterns: [
    {
      name: "serial_number",
      expression: wordExpression(String.raw`[${letters}][${letters}\d]{7,8}\d`),
      score: 0.4,
      digits: 1,
      longest: 14,
      isGlued: true,
    },
  ],
  validate: isPassportNumber,
  contextWords: ["reisepass", "reisepassnummer", "passnummer", "pass", "passport", "passport number"],
});

function isPassportNumber(match: string): boolean {
  const number = match.toUpperCase();
  return new RegExp(String.raw`^[${letters}][${letters}\d]{7,8}\d$`).test(number) && isIcaoValid(number);
}
