import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/**
 * Number of an identity card: two letters and seven digits on paper, seven digits and two letters on the first electronic
 * one, two letters, five digits, two letters on that of today (Ministero dell'Interno, "Carta di identità elettronica").
 */
export const itIdentityCard = patternRecognizer({
  entity: "IT_IDENTITY_CARD",
  country: "it",
  patterns: [
    {
      name: "paper",
      expression: wordExpression(String.raw`[A-Z]{2} ?\d{7}`),
      score: 0.01,
      digits: 7,
      row: 7,
      longest: 14,
    },
    {
      name: "electronic_2",
      expression: wordExpression(String.raw`\d{7}[A-Z]{2}`),
      score: 0.01,
      digits: 7,
      isGlued: true,
      row: 7,
      longest: 13,
    },
    {
      name: "electronic_3",
      expression: wordExpression(String.raw`[A-Z]{2}\d{5}[A-Z]{2}`),
      score: 0.01,
      digits: 5,
      isGlued: true,
      row: 5,
      longest: 13,
    },
  ],
  contextWords: ["carta di identità", "carta d identità", "identità", "identita", "cie", "identity card"],
});
