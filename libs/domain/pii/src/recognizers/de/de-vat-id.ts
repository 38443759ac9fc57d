import { isMod1110Valid } from "../../checksum-iso7064.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/**
 * VAT identification number: `DE` and nine digits, the first not 0 (§ 27a UStG; European Commission, VIES). The check
 * digit is not published as binding, so a failing one only leaves it unproven.
 */
export const deVatId = patternRecognizer({
  entity: "DE_VAT_ID",
  country: "de",
  patterns: [
    {
      name: "number",
      expression: wordExpression(String.raw`DE[ .-]?[1-9]\d{2}[ .-]?\d{3}[ .-]?\d{3}`),
      score: 0.5,
      digits: 9,
      row: 3,
      longest: 18,
    },
  ],
  validate: isVatId,
  contextWords: ["ust", "ustid", "ust idnr", "umsatzsteuer", "umsatzsteueridentifikationsnummer", "mwst", "vat"],
});

function isVatId(match: string): boolean | null {
  const compact = match.replaceAll(/[ .-]/g, "").toUpperCase();
  if (!/^DE[1-9]\d{8}$/.test(compact)) return false;
  return isMod1110Valid(compact.slice(2)) ? true : null;
}
