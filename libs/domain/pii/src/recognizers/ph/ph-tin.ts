import { weightedSum } from "../../checksum-weighted.ts";
import { digitsOf } from "../../digits-of.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";

const weights = [9, 8, 7, 6, 5, 4, 3, 2];

/**
 * Taxpayer Identification Numbers: eight digits, their weighted sum modulo 11, and the code of a branch in three or five
 * digits (Bureau of Internal Revenue). The check is common knowledge but not published, so it only tells what is none.
 */
export const phTin = patternRecognizer({
  entity: "PH_TIN",
  country: "ph",
  patterns: [
    {
      name: "groups",
      expression: /(?<!\w|\d-)\d{3}-\d{3}-\d{3}(?:-(?:\d{3}|\d{5}))?(?!\w|-\d)/g,
      score: 0.05,
      digits: 9,
      row: 3,
      longest: 21,
    },
    { name: "digits", expression: /\b\d{9}(?:\d{3}|\d{5})?\b/g, score: 0.01, digits: 9, row: 9, longest: 16 },
  ],
  invalidate: (match) => {
    const digits = digitsOf(match);
    return new Set(digits).size === 1 || weightedSum(digits, weights) % 11 !== Number(digits[8]);
  },
  contextWords: ["tin", "bir", "taxpayer", "tax id", "tax identification"],
});
