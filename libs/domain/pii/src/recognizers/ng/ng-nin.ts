import { isVerhoeffValid } from "../../checksum-verhoeff.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/** National Identification Number: eleven digits, the last Verhoeff's check (National Identity Management Commission). */
export const ngNin = patternRecognizer({
  entity: "NG_NIN",
  country: "ng",
  patterns: [
    { name: "digits", expression: wordExpression(String.raw`\d{11}`), score: 0.1, digits: 11, row: 11, longest: 15 },
  ],
  validate: (match) => /^(?!0{11})\d{11}$/.test(match) && isVerhoeffValid(match),
  contextWords: ["nin", "nimc", "national identification number", "national identity number"],
});
