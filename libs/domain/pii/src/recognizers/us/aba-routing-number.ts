import { weightedSum } from "../../checksum-weighted.ts";
import { digitsOf } from "../../digits-of.ts";
import { patternRecognizer } from "../../pattern-recognizer.ts";

/** Government, Federal Reserve districts, thrifts, electronic transactions, traveller's cheques. */
const district = "(?:0[0-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)";
const weights = [3, 7, 1, 3, 7, 1, 3, 7, 1];

/** Routing transit numbers (American Bankers Association, key to routing numbers): the weighted sum ends in 0. */
export const abaRoutingNumber = patternRecognizer({
  entity: "ABA_ROUTING_NUMBER",
  country: "us",
  patterns: [
    {
      name: "digits",
      expression: new RegExp(String.raw`\b${district}\d{7}\b`, "g"),
      score: 0.05,
      digits: 9,
      row: 9,
      longest: 11,
    },
    {
      name: "groups",
      expression: new RegExp(String.raw`\b${district}\d{2}-\d{4}-\d\b`, "g"),
      score: 0.3,
      digits: 9,
      row: 4,
      longest: 13,
    },
  ],
  validate: (match) => {
    const digits = digitsOf(match);
    return Number(digits) > 0 && weightedSum(digits, weights) % 10 === 0;
  },
  contextWords: ["aba", "routing", "abarouting", "association", "bankrouting", "rtn"],
});
