import { patternRecognizer } from "../../pattern-recognizer.ts";

/** Two letters and seven digits (HM Passport Office, the series since 2015). */
export const ukPassport = patternRecognizer({
  entity: "UK_PASSPORT",
  country: "uk",
  patterns: [
    {
      name: "letters_and_digits",
      expression: /\b[A-Z]{2}\d{7}\b/gi,
      score: 0.1,
      digits: 7,
      row: 7,
      longest: 11,
      isGlued: true,
    },
  ],
  contextWords: ["passport", "travel document", "hmpo"],
});
