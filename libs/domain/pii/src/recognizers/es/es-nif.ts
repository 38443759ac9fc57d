import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";
import { spanishCheckLetter } from "./es-check-letter.ts";

/**
 * Tax number of a Spaniard: the number of the DNI and a letter, as 12345678-Z or 12.345.678-Z; `K`, `L` or `M` and seven
 * digits for those without one (Orden EHA/451/2008; Ministerio del Interior, "Cálculo del dígito de control").
 */
export const esNif = patternRecognizer({
  entity: "ES_NIF",
  country: "es",
  patterns: [
    {
      name: "identity_document",
      expression: wordExpression(String.raw`(?:\d{7,8}|\d{1,2}\.\d{3}\.\d{3}|[KLM]\d{7})-?[A-Z]`),
      score: 0.5,
      digits: 7,
      row: 3,
      longest: 17,
    },
  ],
  validate: isNif,
  contextWords: ["nif", "dni", "documento nacional de identidad", "identificación", "identificacion", "número fiscal"],
});

function isNif(match: string): boolean {
  const compact = match.replaceAll(/[.-]/g, "").toUpperCase();
  const [, digits, letter] = /^[KLM]?(\d{7,8})([A-Z])$/.exec(compact) ?? [];
  return digits !== undefined && spanishCheckLetter(digits) === letter;
}
