import type { Recognizer } from "../recognizer.ts";
import { itDriverLicense } from "./it/it-driver-license.ts";
import { itFiscalCode } from "./it/it-fiscal-code.ts";
import { itIdentityCard } from "./it/it-identity-card.ts";
import { itPassport } from "./it/it-passport.ts";
import { itVatCode } from "./it/it-vat-code.ts";

export const italianRecognizers: readonly Recognizer[] = [
  itFiscalCode,
  itDriverLicense,
  itVatCode,
  itPassport,
  itIdentityCard,
];
