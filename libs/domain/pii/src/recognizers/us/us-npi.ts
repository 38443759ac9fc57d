import { isLuhnValid } from "../../checksum.ts";
import { digitsOf } from "../../digits-of.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";

/** The prefix of cards of the United States' health applications, with which the check digit is computed. */
const cardPrefix = "80840";

/** National Provider Identifier: ten digits from 1 or 2 with Luhn's check (45 CFR 162.406; CMS check digit note). */
export const usNpi = patternRecognizer({
  entity: "US_NPI",
  country: "us",
  patterns: [
    { name: "digits", expression: /\b[12]\d{9}\b/g, score: 0.1, digits: 10, row: 10, longest: 12 },
    {
      name: "groups",
      expression: /\b[12]\d{3}(?<separator>[- ])\d{3}\k<separator>\d{3}\b/g,
      score: 0.4,
      digits: 10,
      row: 4,
      longest: 14,
    },
  ],
  validate: (match) => isLuhnValid(cardPrefix + digitsOf(match)),
  invalidate: (match) => new Set(digitsOf(match).slice(0, -1)).size === 1,
  contextWords: ["npi", "national provider", "provider", "physician", "taxonomy", "prescriber"],
});
