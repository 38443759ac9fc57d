import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/** Number of a passport: two letters, seven digits (Ministero degli Affari Esteri). */
export const itPassport = patternRecognizer({
  entity: "IT_PASSPORT",
  country: "it",
  patterns: [
    {
      name: "number",
      expression: wordExpression(String.raw`[A-Z]{2}\d{7}`),
      score: 0.01,
      digits: 7,
      isGlued: true,
      row: 7,
      longest: 13,
    },
  ],
  contextWords: ["passaporto", "passport", "documento di viaggio"],
});
