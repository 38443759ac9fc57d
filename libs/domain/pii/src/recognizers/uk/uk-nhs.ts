import { weightedSum } from "../../checksum-weighted.ts";
import { digitsOf } from "../../digits-of.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";

const weights = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

/** NHS numbers: ten digits, modulus 11 (NHS Data Model and Dictionary, NHS NUMBER). */
export const ukNhs = patternRecognizer({
  entity: "UK_NHS",
  country: "uk",
  patterns: [
    {
      name: "groups",
      expression: /\b\d{3}(?<gap>[- ]?)\d{3}\k<gap>\d{4}\b/g,
      score: 0.5,
      digits: 10,
      row: 4,
      longest: 14,
    },
  ],
  validate: (match) => {
    const digits = digitsOf(match);
    return new Set(digits).size > 1 && weightedSum(digits, weights) % 11 === 0;
  },
  contextWords: ["national health service", "nhs", "health services authority", "health authority", "patient"],
});
