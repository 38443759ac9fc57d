import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/**
 * Number of a driving licence, ten characters: two letters, seven digits, a letter when given by an office of a province;
 * `U1`, seven characters without vowels and Q, a letter when given by the central one (Ministero dei Trasporti,
 * decreto 30 September 2003, annex).
 */
export const itDriverLicense = patternRecognizer({
  entity: "IT_DRIVER_LICENSE",
  country: "it",
  patterns: [
    {
      name: "provincial",
      expression: wordExpression(String.raw`[A-Z]{2}\d{7}[A-Z]`),
      score: 0.2,
      digits: 7,
      isGlued: true,
      row: 7,
      longest: 14,
    },
    {
      name: "central",
      expression: wordExpression(String.raw`U1[BCDFGHJ-NPR-TV-Z\d]{7}[A-Z]`),
      score: 0.2,
      digits: 1,
      isGlued: true,
      longest: 14,
    },
  ],
  contextWords: ["patente", "patente di guida", "licenza di guida", "driving licence", "driver license"],
});
