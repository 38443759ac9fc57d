import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/**
 * Number of a medical practice: the key of its association (01 and above), then seven digits without a check digit (KBV,
 * "Richtlinie zur Vergabe der Arzt-, Betriebsstätten- und Praxisnetznummern").
 */
export const deBsnr = patternRecognizer({
  entity: "DE_BSNR",
  country: "de",
  patterns: [
    { name: "digits", expression: wordExpression(String.raw`\d{9}`), score: 0.2, digits: 9, row: 9, longest: 13 },
  ],
  validate: (match) => (/^(?!00)\d{9}$/.test(match) ? null : false),
  contextWords: ["bsnr", "betriebsstättennummer", "betriebsstaettennummer", "betriebsstätte", "praxisnummer"],
});
