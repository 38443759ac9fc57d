import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";
import { spanishCheckLetter } from "./es-check-letter.ts";

/** Number of a foreigner: X, Y or Z (read as 0, 1, 2), seven digits, a letter (Real Decreto 557/2011, art. 206). */
export const esNie = patternRecognizer({
  entity: "ES_NIE",
  country: "es",
  patterns: [
    {
      name: "number",
      expression: wordExpression(String.raw`[XYZ]-?\d{7,8}-?[A-Z]`),
      score: 0.5,
      digits: 7,
      row: 7,
      longest: 16,
    },
  ],
  validate: isNie,
  contextWords: [
    "nie",
    "número de identificación de extranjero",
    "numero de identificacion",
    "extranjero",
    "extranjería",
  ],
});

function isNie(match: string): boolean {
  const compact = match.replaceAll("-", "").toUpperCase();
  const [, kind, digits, letter] = /^([XYZ])(\d{7,8})([A-Z])$/.exec(compact) ?? [];
  return kind !== undefined && spanishCheckLetter(`${"XYZ".indexOf(kind)}${digits}`) === letter;
}
