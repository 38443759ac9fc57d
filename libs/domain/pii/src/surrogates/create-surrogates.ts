import { ibanSurrogate } from "./iban-surrogate.ts";
import { emailSurrogate, ipSurrogate, macSurrogate, urlSurrogate } from "./internet-surrogates.ts";
import { createDraw } from "./keyed-draw.ts";
import { cardSurrogate, phoneSurrogate, ssnSurrogate } from "./number-surrogates.ts";
import { shapeSurrogate } from "./shape-surrogate.ts";
import type { SurrogateKind } from "./surrogate-kind.ts";

const kinds = new Map<string, SurrogateKind>([
  ["EMAIL_ADDRESS", emailSurrogate],
  ["URL", urlSurrogate],
  ["IP_ADDRESS", ipSurrogate],
  ["MAC_ADDRESS", macSurrogate],
  ["PHONE_NUMBER", phoneSurrogate],
  ["TR_PHONE_NUMBER", phoneSurrogate],
  ["PH_MOBILE_NUMBER", phoneSurrogate],
  ["CREDIT_CARD", cardSurrogate],
  ["IBAN_CODE", ibanSurrogate],
  ["US_SSN", ssnSurrogate],
]);

/**
 * Fakes of values, of the same shape and with a check that fits where the entity has one. With one key (a tenant's) a
 * value always has the same fake, and without the key nothing of the value can be told from it. That a value looks like
 * a fake is no reason to keep it.
 */
export function createSurrogates(key: string | Uint8Array): (value: string, entity: string) => string {
  return (value, entity) => {
    const kind = kinds.get(entity) ?? shapeSurrogate;
    return kind.make(value, createDraw(key, `${entity}\0${kind.identityOf(value)}`));
  };
}
