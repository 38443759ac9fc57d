import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

const tenCharacters = { longest: 14 };

/**
 * Permanent Account Number: three letters, the kind of the holder, the initial of the name, four digits, a letter (Income
 * Tax Department, "Structure of PAN").
 */
export const inPan = patternRecognizer({
  entity: "IN_PAN",
  country: "in",
  patterns: [
    {
      name: "known_holder",
      expression: wordExpression(String.raw`[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]`),
      score: 0.5,
      digits: 4,
      isGlued: true,
      row: 4,
      ...tenCharacters,
    },
    {
      name: "any_holder",
      expression: wordExpression(String.raw`[A-Z]{3}(?![ABCFGHJLPT])[A-Z]{2}\d{4}[A-Z]`),
      score: 0.1,
      digits: 4,
      isGlued: true,
      row: 4,
      ...tenCharacters,
    },
    {
      // Letters and four digits in a row in another order, as typing errors make them.
      name: "mistyped",
      expression: wordExpression(String.raw`(?![A-Z]{5}\d{4}[A-Z])(?=\d{0,9}[A-Z])(?=[A-Z\d]{0,6}\d{4})[A-Z\d]{10}`),
      score: 0.01,
      digits: 4,
      isGlued: true,
      row: 4,
      ...tenCharacters,
    },
  ],
  contextWords: ["pan", "permanent account number", "income tax", "पैन"],
});
