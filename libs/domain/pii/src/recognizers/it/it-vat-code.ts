import { isLuhnValid } from "../../checksum.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/** Offices that gave numbers out: 001 to 100 for provinces, and those of Rome and Milan, of foreigners and of the ministry. */
const furtherOffices = new Set(["120", "121", "888", "999"]);

/**
 * VAT number: seven digits of the holder, three of the office, a check digit after Luhn (DPR 633/1972, art. 35; Agenzia
 * delle Entrate, "Struttura del numero di partita IVA"). `_` may part the digits, and so may blanks: anywhere behind the country,
 * otherwise at these three parts alone.
 */
export const itVatCode = patternRecognizer({
  entity: "IT_VAT_CODE",
  country: "it",
  patterns: [
    {
      name: "digits",
      expression: wordExpression(String.raw`IT\d(?:[ _]?\d){10}|\d(?:_?\d){10}|\d{7} \d{3} \d`),
      score: 0.1,
      digits: 11,
      longest: 27,
    },
  ],
  validate: isVatCode,
  contextWords: ["piva", "p iva", "partita iva", "iva", "pi", "vat"],
});

function isVatCode(match: string): boolean {
  const digits = match.replaceAll(/[ _]|^IT/gi, "");
  const office = digits.slice(7, 10);
  const isOffice = (Number(office) >= 1 && Number(office) <= 100) || furtherOffices.has(office);
  return /^(?!0{7})\d{11}$/.test(digits) && isOffice && isLuhnValid(digits);
}
