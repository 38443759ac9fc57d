import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

const district = "[A-ZÄÖÜ]{1,3}";
/** No leading zero; `H` for historic, `E` for electric vehicles. */
const number = String.raw`[1-9]\d{0,3}[EH]?`;

/** Registration of a vehicle: district, one or two letters, up to four digits (FZV § 9, annex 1 and 2). */
export const deKfz = patternRecognizer({
  entity: "DE_KFZ",
  country: "de",
  patterns: [
    {
      name: "registration",
      expression: wordExpression(`${district}(?:[ ][A-Z]{1,2}[ ]|-[A-Z]{1,2}[ -]?)${number}`),
      score: 0.3,
      digits: 1,
      longest: 16,
    },
  ],
  contextWords: ["kennzeichen", "kfz", "autokennzeichen", "nummernschild", "fahrzeug", "zulassung", "license plate"],
});
