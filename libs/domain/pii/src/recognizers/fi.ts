import type { Recognizer } from "../recognizer.ts";
import { fiPersonalIdentityCode } from "./fi/fi-personal-identity-code.ts";

export const finnishRecognizers: readonly Recognizer[] = [fiPersonalIdentityCode];
