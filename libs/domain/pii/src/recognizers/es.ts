import type { Recognizer } from "../recognizer.ts";
import { esNie } from "./es/es-nie.ts";
import { esNif } from "./es/es-nif.ts";
import { esPassport } from "./es/es-passport.ts";

export const spanishRecognizers: readonly Recognizer[] = [esNif, esNie, esPassport];
