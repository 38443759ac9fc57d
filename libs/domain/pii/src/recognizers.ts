import type { Recognizer } from "./recognizer.ts";
import { creditCard } from "./recognizers/credit-card.ts";
import { emailAddress } from "./recognizers/email-address.ts";
import { ibanCode } from "./recognizers/iban-code.ts";
import { ipAddress } from "./recognizers/ip-address.ts";
import { phoneNumber } from "./recognizers/phone-number.ts";
import { usSsn } from "./recognizers/us-ssn.ts";

/** Every recognizer there is. Of candidates that are equally likely and long, the one of the earlier recognizer stays. */
export const recognizers: readonly Recognizer[] = [emailAddress, creditCard, ibanCode, ipAddress, usSsn, phoneNumber];
