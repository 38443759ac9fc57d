import type { Recognizer } from "../recognizer.ts";
import { sgNricFin } from "./sg/sg-nric-fin.ts";
import { sgUen } from "./sg/sg-uen.ts";

export const singaporeanRecognizers: readonly Recognizer[] = [sgNricFin, sgUen];
