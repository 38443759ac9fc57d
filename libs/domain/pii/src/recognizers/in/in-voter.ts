import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/** Number of the Electors Photo Identity Card: three letters, seven digits (Election Commission of India). */
export const inVoter = patternRecognizer({
  entity: "IN_VOTER",
  country: "in",
  patterns: [
    {
      name: "number",
      expression: wordExpression(String.raw`[A-Z]{3}\d{7}`),
      score: 0.4,
      digits: 7,
      isGlued: true,
      row: 7,
      longest: 14,
    },
  ],
  contextWords: ["voter", "epic", "elector", "electoral", "election", "मतदाता"],
});
