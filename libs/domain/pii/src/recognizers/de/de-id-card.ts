import { isIcaoValid } from "../../checksum-icao.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

const letters = "CFGHJKLMNPRTVWXYZ";
const serialNumber = new RegExp(String.raw`^[${letters}][${letters}\d]{7,8}\d$`);
const formerSerialNumber = /^T\d{8}$/;

/**
 * Serial number of an identity card: letters without vowels and digits, the check digit at the end; for a time a `T`
 * with eight digits, which prove nothing (Personalausweisverordnung; ICAO Doc 9303).
 */
export const deIdCard = patternRecognizer({
  entity: "DE_ID_CARD",
  country: "de",
  patterns: [
    {
      name: "serial_number",
      expression: wordExpression(String.raw`[${letters}][${letters}\d]{7,8}\d`),
      score: 0.5,
      digits: 1,
      longest: 14,
      isGlued: true,
    },
  ],
  validate: isIdCardNumber,
  contextWords: [
    "personalausweis",
    "personalausweisnummer",
    "ausweis",
    "ausweisnummer",
    "perso",
    "id card",
    "identity card",
  ],
});

function isIdCardNumber(match: string): boolean | null {
  const number = match.toUpperCase();
  if (formerSerialNumber.test(number)) return null;
  return serialNumber.test(number) && isIcaoValid(number);
}
