import { patternRecognizer } from "../../pattern-recognizer.ts";

/**
 * Numbers that were never given out (Social Security Administration, randomization of 2011), or that stood in
 * advertisements and are therefore nobody's.
 */
const neverIssued = ["000", "666", "9", "123456789", "078051120"];

/** Social Security Numbers; a row of groups that goes on, as that of a book, is none. */
export const usSsn = patternRecognizer({
  entity: "US_SSN",
  country: "us",
  patterns: [
    { name: "two_groups", expression: /\b(?:\d{5}-\d{4}|\d{3}-\d{6})\b/g, score: 0.05, digits: 9, row: 5, longest: 12 },
    { name: "digits", expression: /\b\d{9}\b/g, score: 0.05, digits: 9, row: 9, longest: 11 },
    {
      name: "three_groups",
      expression: /(?<!\w|\d-)\d{3}[- .]\d{2}[- .]\d{4}(?!\w|-\d)/g,
      score: 0.5,
      digits: 9,
      row: 4,
      longest: 15,
    },
  ],
  invalidate: isImpossible,
  contextWords: ["social", "security", "ssn", "ssns", "ssid"],
});

/** Mixed separators, a group of zeros, one digit all through, or a number that was never issued. */
function isImpossible(match: string): boolean {
  const digits = match.replaceAll(/\D/g, "");
  return (
    new Set(match.match(/\D/g)).size > 1 ||
    new Set(digits).size === 1 ||
    digits.slice(3, 5) === "00" ||
    digits.slice(5) === "0000" ||
    neverIssued.some((prefix) => digits.startsWith(prefix))
  );
}
