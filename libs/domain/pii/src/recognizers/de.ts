import type { Recognizer } from "../recognizer.ts";
import { deBsnr } from "./de/de-bsnr.ts";
import { deFuehrerschein } from "./de/de-fuehrerschein.ts";
import { deHandelsregister } from "./de/de-handelsregister.ts";
import { deHealthInsurance } from "./de/de-health-insurance.ts";
import { deIdCard } from "./de/de-id-card.ts";
import { deKfz } from "./de/de-kfz.ts";
import { deLanr } from "./de/de-lanr.ts";
import { dePassport } from "./de/de-passport.ts";
import { dePlz } from "./de/de-plz.ts";
import { deSocialSecurity } from "./de/de-social-security.ts";
import { deTaxId } from "./de/de-tax-id.ts";
import { deTaxNumber } from "./de/de-tax-number.ts";
import { deVatId } from "./de/de-vat-id.ts";

export const germanRecognizers: readonly Recognizer[] = [
  deTaxId,
  deTaxNumber,
  dePassport,
  deIdCard,
  deSocialSecurity,
  deHealthInsurance,
  deKfz,
  deHandelsregister,
  dePlz,
  deLanr,
  deBsnr,
  deVatId,
  deFuehrerschein,
];
