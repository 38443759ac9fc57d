import type { Recognizer } from "../recognizer.ts";
import { phMobileNumber } from "./ph/ph-mobile-number.ts";
import { phTin } from "./ph/ph-tin.ts";

/** Identifiers of the Philippines. */
export const philippineRecognizers: readonly Recognizer[] = [phTin, phMobileNumber];
