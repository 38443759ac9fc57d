import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/** State 01 to 38 or 97 (other territory), the PAN, which registration of it this is, `Z`, a check character. */
const structure = String.raw`(?:0[1-9]|[12]\d|3[0-8]|97)[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[\dA-Z]`;
const wholeStructure = new RegExp(`^${structure}$`, "i");

/**
 * Goods and Services Tax identification number (CBIC, rule 10 of the CGST Rules). Its structure is taken for the proof:
 * numbers that people show have their check character made up as often as not.
 */
export const inGstin = patternRecognizer({
  entity: "IN_GSTIN",
  country: "in",
  patterns: [
    {
      name: "number",
      expression: wordExpression(structure),
      score: 0.5,
      digits: 6,
      isGlued: true,
      row: 4,
      longest: 19,
    },
  ],
  validate: (match) => wholeStructure.test(match),
  contextWords: ["gstin", "gst", "goods and services tax", "tax identification"],
});
