import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/** Number of a passport: three letters, six digits (Real Decreto 896/2003). */
export const esPassport = patternRecognizer({
  entity: "ES_PASSPORT",
  country: "es",
  patterns: [
    {
      name: "number",
      expression: wordExpression(String.raw`[A-Z]{3}\d{6}`),
      score: 0.05,
      digits: 6,
      isGlued: true,
      row: 6,
      longest: 13,
    },
  ],
  contextWords: ["pasaporte", "passport", "número de pasaporte"],
});
