import type { Recognizer } from "../recognizer.ts";
import { inAadhaar } from "./in/in-aadhaar.ts";
import { inGstin } from "./in/in-gstin.ts";
import { inPan } from "./in/in-pan.ts";
import { inPassport } from "./in/in-passport.ts";
import { inVehicleRegistration } from "./in/in-vehicle-registration.ts";
import { inVoter } from "./in/in-voter.ts";

export const indianRecognizers: readonly Recognizer[] = [
  inPan,
  inAadhaar,
  inVehicleRegistration,
  inPassport,
  inVoter,
  inGstin,
];
