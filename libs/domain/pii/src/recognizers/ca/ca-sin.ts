import { isLuhnValid } from "../../checksum.ts";
import { digitsOf } from "../../digits-of.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";

/** Social Insurance Numbers: nine digits with Luhn's check, none from 0 or 8 (Employment and Social Development Canada). */
export const caSin = patternRecognizer({
  entity: "CA_SIN",
  country: "ca",
  patterns: [
    {
      name: "groups",
      expression: /\b[1-79]\d{2}(?<separator>[- ])\d{3}\k<separator>\d{3}\b/g,
      score: 0.5,
      digits: 9,
      row: 3,
      longest: 13,
    },
    { name: "digits", expression: /\b[1-79]\d{8}\b/g, score: 0.05, digits: 9, row: 9, longest: 11 },
  ],
  invalidate: (match) => new Set(digitsOf(match)).size === 1 || !isLuhnValid(digitsOf(match)),
  contextWords: ["sin", "social insurance", "insurance", "canada", "canadian", "assurance sociale", "nas"],
});
