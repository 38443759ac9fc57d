import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/**
 * Number of the identity card of residents (S, T) or of foreigners (F, G, M): that letter, seven digits, a letter
 * (Immigration & Checkpoints Authority). How the last letter checks is not published.
 */
export const sgNricFin = patternRecognizer({
  entity: "SG_NRIC_FIN",
  country: "sg",
  patterns: [
    {
      name: "number",
      expression: wordExpression(String.raw`[STFGM]\d{7}[A-Z]`),
      score: 0.5,
      digits: 7,
      isGlued: true,
      row: 7,
      longest: 13,
    },
    {
      name: "any_first_letter",
      expression: wordExpression(String.raw`(?![STFGM])[A-Z]\d{7}[A-Z]`),
      score: 0.3,
      digits: 7,
      isGlued: true,
      row: 7,
      longest: 13,
    },
  ],
  contextWords: ["fin", "nric", "identification card", "identity card"],
});
