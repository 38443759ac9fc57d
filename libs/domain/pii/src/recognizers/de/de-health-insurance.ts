import { letterAsDigits, weightedDigitSum } from "../../checksum-weighted.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

const weights = [1, 2, 1, 2, 1, 2, 1, 2, 1, 2];

/**
 * The lasting part of the health insurance number: a letter, eight digits, a check digit (§ 290 SGB V; GKV-Spitzenverband,
 * "Richtlinien zur Krankenversichertennummer").
 */
export const deHealthInsurance = patternRecognizer({
  entity: "DE_HEALTH_INSURANCE",
  country: "de",
  patterns: [
    {
      name: "insured_person",
      expression: wordExpression(String.raw`[A-Z]\d{9}`),
      score: 0.3,
      digits: 9,
      row: 9,
      longest: 14,
      isGlued: true,
    },
  ],
  validate: isInsuredPersonNumber,
  contextWords: [
    "krankenversichertennummer",
    "versichertennummer",
    "krankenversicherungsnummer",
    "kvnr",
    "krankenkasse",
    "krankenversicherung",
    "gesundheitskarte",
    "health insurance",
  ],
});

function isInsuredPersonNumber(match: string): boolean {
  const digits = letterAsDigits(match.charAt(0)) + match.slice(1);
  return /^[A-Z]\d{9}$/i.test(match) && weightedDigitSum(digits, weights) % 10 === Number(digits.at(-1));
}
