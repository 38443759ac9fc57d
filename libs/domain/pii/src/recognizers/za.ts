import type { Recognizer } from "../recognizer.ts";
import { zaIdNumber } from "./za/za-id-number.ts";

export const southAfricanRecognizers: readonly Recognizer[] = [zaIdNumber];
