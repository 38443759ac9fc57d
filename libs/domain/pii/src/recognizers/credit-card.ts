import { isLuhnValid } from "../checksum.ts";
import { patternRecognizer } from "../pattern-recognizer.ts";

/** 13 to 17 digits that begin as a card does, in up to four groups; not 13 digits from 1, which are milliseconds. */
const cardNumber =
  /\b(?!1\d{12}(?!\d))(?:4\d{3}|5[0-5]\d{2}|6\d{3}|1\d{3}|3\d{3})[- ]?\d{3,4}[- ]?\d{3,4}[- ]?\d{3,5}\b/g;

export const creditCard = patternRecognizer({
  entity: "CREDIT_CARD",
  patterns: [{ name: "card_number", expression: cardNumber, score: 0.3, digits: 13, row: 4, longest: 27 }],
  validate: (match) => isLuhnValid(match.replaceAll(/\D/g, "")),
  contextWords: [
    "credit",
    "card",
    "visa",
    "mastercard",
    "cc",
    "amex",
    "discover",
    "jcb",
    "diners",
    "maestro",
    "instapayment",
  ],
});
