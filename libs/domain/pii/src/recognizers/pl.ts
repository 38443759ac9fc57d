import type { Recognizer } from "../recognizer.ts";
import { plPesel } from "./pl/pl-pesel.ts";

export const polishRecognizers: readonly Recognizer[] = [plPesel];
