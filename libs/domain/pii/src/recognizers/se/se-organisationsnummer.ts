import { isLuhnValid } from "../../checksum.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { trailingExpression } from "../../word-expression.ts";

/**
 * Organisation number: ten digits, the kind of the legal person first, the third digit at least 2 so that it is no date,
 * the last Luhn's check (Lag 1974:174; Skatteverket SKV 709).
 */
export const seOrganisationsnummer = patternRecognizer({
  entity: "SE_ORGANISATIONSNUMMER",
  country: "se",
  patterns: [
    {
      name: "number",
      expression: trailingExpression(String.raw`[1-9]\d[2-9]\d{3}-?\d{4}`),
      score: 0.5,
      digits: 10,
      row: 6,
      longest: 15,
    },
  ],
  validate: isOrganisationsnummer,
  contextWords: ["organisationsnummer", "orgnr", "orgnummer", "org nr", "företag", "company identity"],
});

function isOrganisationsnummer(match: string): boolean {
  const digits = match.replace("-", "");
  return /^[1-9]\d[2-9]\d{7}$/.test(digits) && isLuhnValid(digits);
}
