import type { Recognizer } from "../recognizer.ts";
import { thTnin } from "./th/th-tnin.ts";

export const thaiRecognizers: readonly Recognizer[] = [thTnin];
