import type { Recognizer } from "../recognizer.ts";
import { ukDrivingLicence } from "./uk/uk-driving-licence.ts";
import { ukNhs } from "./uk/uk-nhs.ts";
import { ukNino } from "./uk/uk-nino.ts";
import { ukPassport } from "./uk/uk-passport.ts";
import { ukPostcode } from "./uk/uk-postcode.ts";
import { ukVehicleRegistration } from "./uk/uk-vehicle-registration.ts";

/** Identifiers of the United Kingdom. */
export const britishRecognizers: readonly Recognizer[] = [
  ukNhs,
  ukNino,
  ukPassport,
  ukDrivingLicence,
  ukVehicleRegistration,
  ukPostcode,
];
