import type { Recognizer } from "./recognizer.ts";
import { australianRecognizers } from "./recognizers/au.ts";
import { canadianRecognizers } from "./recognizers/ca.ts";
import { creditCard } from "./recognizers/credit-card.ts";
import { cryptoAddress } from "./recognizers/crypto-address.ts";
import { dateTime } from "./recognizers/date-time.ts";
import { germanRecognizers } from "./recognizers/de.ts";
import { emailAddress } from "./recognizers/email-address.ts";
import { spanishRecognizers } from "./recognizers/es.ts";
import { finnishRecognizers } from "./recognizers/fi.ts";
import { ibanCode } from "./recognizers/iban-code.ts";
import { indianRecognizers } from "./recognizers/in.ts";
import { ipAddress } from "./recognizers/ip-address.ts";
import { italianRecognizers } from "./recognizers/it.ts";
import { koreanRecognizers } from "./recognizers/kr.ts";
import { macAddress } from "./recognizers/mac-address.ts";
import { nigerianRecognizers } from "./recognizers/ng.ts";
import { philippineRecognizers } from "./recognizers/ph.ts";
import { phoneNumber } from "./recognizers/phone-number.ts";
import { polishRecognizers } from "./recognizers/pl.ts";
import { swedishRecognizers } from "./recognizers/se.ts";
import { singaporeanRecognizers } from "./recognizers/sg.ts";
import { thaiRecognizers } from "./recognizers/th.ts";
import { turkishRecognizers } from "./recognizers/tr.ts";
import { trPhoneNumber } from "./recognizers/tr/tr-phone-number.ts";
import { britishRecognizers } from "./recognizers/uk.ts";
import { url } from "./recognizers/url.ts";
import { americanRecognizers } from "./recognizers/us.ts";
import { southAfricanRecognizers } from "./recognizers/za.ts";

const genericRecognizers: readonly Recognizer[] = [
  emailAddress,
  creditCard,
  ibanCode,
  cryptoAddress,
  ipAddress,
  macAddress,
  url,
  dateTime,
];

/**
 * Every recognizer there is. Of candidates that are equally likely and long, the one of the earlier recognizer stays:
 * phone numbers come last, since a country's identifier that is as likely has its own word before it.
 */
export const recognizers: readonly Recognizer[] = [
  ...genericRecognizers,
  ...americanRecognizers,
  ...britishRecognizers,
  ...germanRecognizers,
  ...australianRecognizers,
  ...indianRecognizers,
  ...spanishRecognizers,
  ...italianRecognizers,
  ...koreanRecognizers,
  ...swedishRecognizers,
  ...turkishRecognizers,
  ...singaporeanRecognizers,
  ...canadianRecognizers,
  ...finnishRecognizers,
  ...polishRecognizers,
  ...thaiRecognizers,
  ...southAfricanRecognizers,
  ...nigerianRecognizers,
  ...philippineRecognizers,
  phoneNumber,
  trPhoneNumber,
];
