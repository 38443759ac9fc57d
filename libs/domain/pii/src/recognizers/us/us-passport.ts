import { patternRecognizer } from "../../pattern-recognizer.ts";

/**
 * Nine digits, or a letter and eight digits since the next generation of 2021 (Department of State). Nothing but a word
 * before tells them from other numbers; that word may be glued to the digits.
 */
export const usPassport = patternRecognizer({
  entity: "US_PASSPORT",
  country: "us",
  patterns: [
    {
      name: "digits",
      expression: /(?:\b|(?<=passport[a-z]{0,10}))\d{9}\b/gi,
      score: 0.05,
      digits: 9,
      row: 9,
      longest: 30,
    },
    {
      name: "letter_and_digits",
      expression: /\b[A-Z]\d{8}\b/gi,
      score: 0.1,
      digits: 8,
      row: 8,
      longest: 11,
      isGlued: true,
    },
  ],
  contextWords: ["passport", "travel", "document"],
});
