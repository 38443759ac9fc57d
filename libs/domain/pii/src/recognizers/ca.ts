import type { Recognizer } from "../recognizer.ts";
import { caSin } from "./ca/ca-sin.ts";

/** Identifiers of Canada. */
export const canadianRecognizers: readonly Recognizer[] = [caSin];
