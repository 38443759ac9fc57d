import { weightedSum } from "../../checksum-weighted.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

const weights = [4, 9, 4, 9, 4, 9];

/**
 * Number of a doctor for life: six digits, their check digit, two of the speciality (KBV, "Richtlinie zur Vergabe der
 * Arzt-, Betriebsstätten- und Praxisnetznummern").
 */
export const deLanr = patternRecognizer({
  entity: "DE_LANR",
  country: "de",
  patterns: [
    { name: "digits", expression: wordExpression(String.raw`\d{9}`), score: 0.2, digits: 9, row: 9, longest: 13 },
  ],
  validate: isDoctorNumber,
  contextWords: ["lanr", "arztnummer", "vertragsarzt", "lebenslange arztnummer", "behandelnder arzt"],
});

function isDoctorNumber(match: string): boolean {
  const check = (10 - (weightedSum(match, weights) % 10)) % 10;
  return /^(?!0{7})\d{9}$/.test(match) && check === Number(match.charAt(6));
}
