import { patternRecognizer } from "../../pattern-recognizer.ts";

/** The fourth and fifth digit are 50 to 65, 70 to 88, 90 to 92 or 94 to 99. */
const group = "(?:5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9])";

/** Individual Taxpayer Identification Number: nine digits from 9 on (IRS, Internal Revenue Manual 3.21.263). */
export const usItin = patternRecognizer({
  entity: "US_ITIN",
  country: "us",
  patterns: [
    {
      name: "two_groups",
      expression: new RegExp(String.raw`\b(?:9\d{2}[- ]${group}\d{4}|9\d{2}${group}[- ]\d{4})\b`, "g"),
      score: 0.05,
      digits: 9,
      row: 5,
      longest: 12,
    },
    {
      name: "digits",
      expression: new RegExp(String.raw`\b9\d{2}${group}\d{4}\b`, "g"),
      score: 0.3,
      digits: 9,
      row: 9,
      longest: 11,
    },
    {
      name: "three_groups",
      expression: new RegExp(String.raw`\b9\d{2}(?<separator>[- ])${group}\k<separator>\d{4}\b`, "g"),
      score: 0.5,
      digits: 9,
      row: 4,
      longest: 13,
    },
  ],
  contextWords: ["individual", "taxpayer", "itin", "tax", "payer", "taxid", "tin"],
});
