import { patternRecognizer } from "../../pattern-recognizer.ts";
import { capitalExpression, wordExpression } from "../../word-expression.ts";
import { isRtoDistrict } from "./rto-districts.ts";

const withOffice = /^([A-Z]{2})[ -]?(\d{1,2})[ -]?[A-Z](?:[ -]?[A-Z]{1,2})?[ -]?\d{4}$/i;

/**
 * Registration mark of a vehicle: state, number of the office, series, four digits; the BH series of the whole country
 * with its year first; older marks without a series (Central Motor Vehicles Rules, rules 50 and 51).
 */
export const inVehicleRegistration = patternRecognizer({
  entity: "IN_VEHICLE_REGISTRATION",
  country: "in",
  patterns: [
    {
      name: "state_and_office",
      expression: wordExpression(String.raw`[A-Z]{2}\d{1,2}[A-Z]{1,3}\d{4}`),
      score: 0.5,
      digits: 5,
      isGlued: true,
      row: 4,
      longest: 15,
    },
    {
      name: "state_and_office_in_groups",
      expression: capitalExpression(String.raw`[A-Z]{2}[ -]\d{1,2}[ -]?[A-Z](?:[ -]?[A-Z]{1,2})?[ -]?\d{4}`),
      score: 0.5,
      digits: 5,
      row: 4,
      longest: 19,
    },
    {
      name: "bharat_series",
      expression: wordExpression(String.raw`2\d[ -]?BH[ -]?\d{4}[ -]?[A-HJ-NP-Z]{1,2}`),
      score: 0.5,
      digits: 6,
      row: 4,
      longest: 17,
    },
    {
      name: "without_series",
      expression: wordExpression(String.raw`[A-Z]{2,3}\d{4}|[A-Z]\d{5}`),
      score: 0.01,
      digits: 4,
      isGlued: true,
      row: 4,
      longest: 11,
    },
  ],
  validate: (match) => (isOfKnownOffice(match) ? true : null),
  invalidate: (match) => /^[A-Z]{2}[ -]/i.test(match) && !isOfKnownOffice(match),
  contextWords: ["vehicle", "registration", "plate", "rto", "bike", "number plate", "vahan"],
});

function isOfKnownOffice(match: string): boolean {
  const [, state, office] = withOffice.exec(match) ?? [];
  return state !== undefined && isRtoDistrict(state.toUpperCase(), Number(office));
}
