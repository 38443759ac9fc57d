import { patternRecognizer } from "../../pattern-recognizer.ts";
import { capitalExpression, wordExpression } from "../../word-expression.ts";

/** Endings of `RAM 512GB` and `THE 100TH`. */
const unit = /(?:[KMGTP]B|[KMC]M|[KM]G|[MNU]S|ML|PX|PT|HZ|KW|MW|AM|PM|TH|ST|ND|RD)$/;

/** Number plate since 2011: three letters of the local government, three digits, two letters (FRSC, as ABC-123DE). */
export const ngVehicleRegistration = patternRecognizer({
  entity: "NG_VEHICLE_REGISTRATION",
  country: "ng",
  patterns: [
    {
      name: "with_hyphen",
      expression: wordExpression(String.raw`[A-Z]{3}-\d{3}[A-Z]{2}`),
      score: 0.5,
      digits: 3,
      isGlued: true,
      row: 3,
      longest: 13,
    },
    {
      // Blind to case this would be "the 100th".
      name: "with_blank",
      expression: capitalExpression(String.raw`[A-Z]{3} \d{3}[A-Z]{2}`),
      score: 0.5,
      digits: 3,
      isGlued: true,
      row: 3,
      longest: 13,
    },
  ],
  invalidate: (match) => match.charAt(3) === " " && unit.test(match),
  contextWords: ["plate number", "number plate", "vehicle registration", "registration", "plate", "frsc"],
});
