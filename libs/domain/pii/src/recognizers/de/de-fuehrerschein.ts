import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/**
 * Number of a driving licence, field 5 of the card: key of the authority, serial number, check digit and the issue of
 * the card, eleven characters together (FeV, annex 8).
 */
export const deFuehrerschein = patternRecognizer({
  entity: "DE_FUEHRERSCHEIN",
  country: "de",
  patterns: [
    {
      name: "authority_of_two_letters",
      expression: wordExpression(String.raw`[A-Z]{2}\d{8}[A-Z\d]`),
      score: 0.35,
      digits: 8,
      row: 8,
      longest: 15,
      isGlued: true,
    },
    {
      // As B072RRE2I55: the serial number has letters, or it is another identifier.
      name: "authority_of_digits",
      expression: wordExpression(String.raw`[A-Z]\d{2}(?=\d{0,5}[A-Z])[A-Z\d]{6}\d[A-Z\d]`),
      score: 0.1,
      digits: 3,
      row: 2,
      longest: 15,
      isGlued: true,
    },
  ],
  contextWords: ["führerschein", "fuehrerschein", "führerscheinnummer", "fahrerlaubnis", "driving licence"],
});
