import { weightedSum } from "../../checksum-weighted.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";

const weights = [1, 2, 1, 2, 1, 2];

/**
 * Registration numbers of the Drug Enforcement Administration (DEA Diversion Control Division): the type of registrant,
 * the initial of a name or 9, six digits and the last digit of their weighted sum.
 */
export const medicalLicense = patternRecognizer({
  entity: "MEDICAL_LICENSE",
  country: "us",
  patterns: [
    {
      name: "dea_number",
      expression: /\b[A-HJ-MPR-UX](?:[A-Z]\d{7}|9\d{7})\b/gi,
      score: 0.4,
      digits: 7,
      row: 7,
      longest: 11,
      isGlued: true,
    },
  ],
  validate: (match) => {
    const digits = match.slice(2);
    return weightedSum(digits, weights) % 10 === Number(digits.at(-1));
  },
  contextWords: ["medical", "certificate", "dea", "prescriber", "registration"],
});
