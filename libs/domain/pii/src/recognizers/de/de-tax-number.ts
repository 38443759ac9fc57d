import { patternRecognizer } from "../../pattern-recognizer.ts";
import { wordExpression } from "../../word-expression.ts";

/** Numbers of tax offices, by state, that begin the uniform number (ELSTER, "Aufbau der Steuernummer"). */
const officePrefix = String.raw`(?:1[01]|2[1-4678]|3[0-2]|4[01]|5\d|9\d)\d{2}`;

const groupsOfThree = { digits: 11, row: 5, longest: 17 };

/**
 * Tax number that an office gives: with slashes in the way of its state, or uniform in thirteen digits, which begin with
 * the key of the state or of the office (§ 139d AO; ELSTER, "Prüfung der Steuer- und Steueridentifikatsnummer").
 */
export const deTaxNumber = patternRecognizer({
  entity: "DE_TAX_NUMBER",
  country: "de",
  patterns: [
    {
      name: "state_key",
      expression: wordExpression(String.raw`(?:0[1-9]|1[0-6])\d{11}`),
      score: 0.5,
      digits: 13,
      row: 13,
      longest: 17,
    },
    {
      name: "office_key",
      expression: wordExpression(String.raw`${officePrefix}0\d{8}`),
      score: 0.3,
      digits: 13,
      row: 13,
      longest: 17,
    },
    { name: "three_groups", expression: slashed(String.raw`\d{3}/\d{3}/\d{5}`), score: 0.4, ...groupsOfThree },
    {
      name: "groups_of_other_states",
      expression: slashed(String.raw`(?!\d{3}/\d{3}/\d{5})\d{2,3}/\d{3,4}/\d{4,5}|\d{2}/\d{3}/\d{4}/\d|\d{5}/\d{5}`),
      score: 0.2,
      digits: 9,
      row: 4,
      longest: 18,
    },
  ],
  contextWords: ["steuernummer", "steuernr", "stnr", "st nr", "finanzamt", "tax number"],
});

/** Groups that are no part of a longer path or date. */
function slashed(groups: string): RegExp {
  return wordExpression(`(?<!/)(?:${groups})(?!/)`);
}
