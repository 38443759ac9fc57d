import { isMod1110Valid } from "../../checksum-iso7064.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/**
 * Identification number of a natural person for taxes: eleven digits, the first not 0, as 12 345 678 903 on the letters
 * of the office (§ 139b AO; Bundeszentralamt für Steuern, check digit of the IdNr).
 */
export const deTaxId = patternRecognizer({
  entity: "DE_TAX_ID",
  country: "de",
  patterns: [
    {
      name: "digits",
      expression: wordExpression(String.raw`[1-9]\d(?:\d{9}|(?: \d{3}){3})`),
      score: 0.5,
      digits: 11,
      row: 3,
      longest: 18,
    },
  ],
  validate: isTaxId,
  contextWords: [
    "steueridentifikationsnummer",
    "steuer id",
    "steuerid",
    "idnr",
    "steueridnr",
    "identifikationsnummer",
    "tax id",
    "tin",
  ],
});

function isTaxId(match: string): boolean {
  const digits = match.replaceAll(" ", "");
  return /^[1-9]\d{10}$/.test(digits) && repeatsAsIssued(digits.slice(0, 10)) && isMod1110Valid(digits);
}

/** At most one digit comes twice or three times, not three times in a row; ten different ones stand in samples. */
function repeatsAsIssued(digits: string): boolean {
  const counts = Array.from(new Set(digits), (digit) => digits.split(digit).length - 1).filter((count) => count > 1);
  return counts.length <= 1 && counts.every((count) => count <= 3) && !/(\d)\1\1/.test(digits);
}
