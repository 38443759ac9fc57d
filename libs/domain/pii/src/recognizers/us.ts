import type { Recognizer } from "../recognizer.ts";
import { abaRoutingNumber } from "./us/aba-routing-number.ts";
import { medicalLicense } from "./us/medical-license.ts";
import { usBankNumber } from "./us/us-bank-number.ts";
import { usDriverLicense } from "./us/us-driver-license.ts";
import { usItin } from "./us/us-itin.ts";
import { usMbi } from "./us/us-mbi.ts";
import { usNpi } from "./us/us-npi.ts";
import { usPassport } from "./us/us-passport.ts";
import { usSsn } from "./us/us-ssn.ts";

/** Identifiers of the United States. */
export const americanRecognizers: readonly Recognizer[] = [
  usSsn,
  usItin,
  usPassport,
  usDriverLicense,
  usBankNumber,
  abaRoutingNumber,
  medicalLicense,
  usMbi,
  usNpi,
];
