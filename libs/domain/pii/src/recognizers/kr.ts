import type { Recognizer } from "../recognizer.ts";
import { krBrn } from "./kr/kr-brn.ts";
import { krDriverLicense } from "./kr/kr-driver-license.ts";
import { krFrn } from "./kr/kr-frn.ts";
import { krPassport } from "./kr/kr-passport.ts";
import { krRrn } from "./kr/kr-rrn.ts";

/** Identifiers of the Republic of Korea. */
export const koreanRecognizers: readonly Recognizer[] = [krRrn, krFrn, krBrn, krDriverLicense, krPassport];
