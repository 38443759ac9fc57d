import type { Recognizer } from "../recognizer.ts";
import { trLicensePlate } from "./tr/tr-license-plate.ts";
import { trNationalId } from "./tr/tr-national-id.ts";

export const turkishRecognizers: readonly Recognizer[] = [trNationalId, trLicensePlate];
