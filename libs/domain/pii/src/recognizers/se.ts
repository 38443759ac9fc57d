import type { Recognizer } from "../recognizer.ts";
import { seOrganisationsnummer } from "./se/se-organisationsnummer.ts";
import { sePersonnummer } from "./se/se-personnummer.ts";

export const swedishRecognizers: readonly Recognizer[] = [sePersonnummer, seOrganisationsnummer];
