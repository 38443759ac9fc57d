import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/** Postal code, 01001 to 99998 (Deutsche Post, "Das Postleitzahlensystem"). */
export const dePlz = patternRecognizer({
  entity: "DE_PLZ",
  country: "de",
  patterns: [
    {
      name: "postal_code",
      expression: wordExpression(String.raw`(?!01000|99999)(?:0[1-9]|[1-9]\d)\d{3}`),
      score: 0.05,
      digits: 5,
      row: 5,
      longest: 9,
    },
  ],
  contextWords: ["plz", "postleitzahl", "wohnort", "anschrift", "adresse", "postal code"],
});
