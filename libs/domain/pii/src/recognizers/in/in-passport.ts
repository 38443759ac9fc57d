import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/** Passport number: a letter but Q, X and Z, seven digits of which the first and the last are not 0 (Passport Seva). */
export const inPassport = patternRecognizer({
  entity: "IN_PASSPORT",
  country: "in",
  patterns: [
    {
      name: "number",
      expression: wordExpression(String.raw`[A-PR-WY][1-9]\d ?\d{4}[1-9]`),
      score: 0.1,
      digits: 7,
      isGlued: true,
      row: 5,
      longest: 13,
    },
  ],
  contextWords: ["passport", "passport number", "पासपोर्ट"],
});
