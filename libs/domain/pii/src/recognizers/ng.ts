import type { Recognizer } from "../recognizer.ts";
import { ngNin } from "./ng/ng-nin.ts";
import { ngVehicleRegistration } from "./ng/ng-vehicle-registration.ts";

export const nigerianRecognizers: readonly Recognizer[] = [ngNin, ngVehicleRegistration];
