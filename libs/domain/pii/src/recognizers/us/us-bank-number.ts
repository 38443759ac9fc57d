import { patternRecognizer } from "../../pattern-recognizer.ts";

/** Account numbers of American banks: up to 17 digits (Nacha's record of a deposit), seldom fewer than eight. */
export const usBankNumber = patternRecognizer({
  entity: "US_BANK_NUMBER",
  country: "us",
  patterns: [{ name: "digits", expression: /\b\d{8,17}\b/g, score: 0.05, digits: 8, row: 8, longest: 19 }],
  contextWords: ["bank", "banking", "account", "acct", "checking", "savings", "debit", "deposit"],
});
