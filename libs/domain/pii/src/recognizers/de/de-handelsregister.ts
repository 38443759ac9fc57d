import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/** Entry in part A (merchants, partnerships) or B (companies) of the commercial register, as HRB 12345 (HRV § 3). */
export const deHandelsregister = patternRecognizer({
  entity: "DE_HANDELSREGISTER",
  country: "de",
  patterns: [
    {
      name: "entry",
      expression: wordExpression(String.raw`HR[AB]\s{0,3}\d{1,6}`),
      score: 0.5,
      digits: 1,
      longest: 16,
      literals: ["hra", "hrb"],
    },
  ],
  contextWords: ["handelsregister", "amtsgericht", "registergericht", "registernummer", "commercial register"],
});
