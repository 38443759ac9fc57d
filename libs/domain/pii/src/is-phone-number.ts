import {
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from "libphonenumber-js/max";
import { nationalNumberPatterns } from "./national-number-patterns.ts";
import { phoneDigitsOf } from "./phone-digits.ts";
import { isGroupedAs, type PhoneLeniency } from "./phone-leniency.ts";
import type { PhoneRun } from "./phone-run.ts";
import type { RecognizerOptions } from "./recognizer.ts";

/** Fewer or more digits are no number of any plan that is read, with its country code and national prefix. */
const minDigits = 7;
const maxDigits = 17;

/** A decimal fraction (a coordinate, an embedding), which some plans would read as a number with its prefix 0. */
const decimalFraction = /^\d{1,3}\.\d+$/;
const decimalsBefore = /\d\.$/;
const decimalsAfter = /^\.\d/;
/** Seconds since 1970, from 2014 to 2033, which every second log has; some landlines of Brazil have this form too. */
const unixSeconds = /^1[4-9]\d{8}$/;
/** `12-34 (56`: volume and pages of a publication. */
const publicationPages = /\d{1,5}-+\d{1,5}\s{0,4}\(\d{1,4}/;
/** At most a beginning and three inner pairs of brackets, none nested. */
const matchingBrackets =
  /^[([（［]?(?:[^()（）[\]［］]+[)\]）］])?[^()（）[\]［］]+(?:[([（［][^()（）[\]［］]+[)\]）］]){0,3}[^()（）[\]［］]*$/;

const extension = /(?:[ \u00A0,;]{0,3}(?:e?xt(?:ensi[oó]n?)?|x|#|;ext=))[:.]?[ \u00A0]{0,2}[0-9０-９٠-٩۰-۹]{1,7}$/iu;
const leadingSign = /^[([（［]?[^\d+＋]{0,4}[+＋]/u;
const startsWithSign = /^[+＋([（［]/;

/** What makes the digits beside it part of a word, a price or a share, not of a phone number. */
const wordOrCurrencyBefore = /[\p{Script=Latin}\p{Mn}\p{Sc}%]$/u;
const wordOrCurrencyAfter = /^[\p{Script=Latin}\p{Mn}\p{Sc}%]/u;

/** Whether a stretch of a text is a phone number, written internationally or as in one of the regions. */
export function isPhoneNumber(text: string, run: PhoneRun, options: RecognizerOptions): boolean {
  const written = text.slice(run.start, run.end).replace(extension, "");
  const digits = phoneDigitsOf(written);
  if (digits.length < minDigits || digits.length > maxDigits) return false;
  const { phoneLeniency: leniency = "valid", regions } = options;
  if (!isWrittenAlone(text, run, written)) return false;
  if (leniency !== "possible" && isWithinWord(text, run, written)) return false;
  if (leadingSign.test(written)) return isValid(`+${digits}`, written, leniency);
  return regions.some(
    (region) => isSupportedCountry(region) && isNationalNumber({ digits, written }, region, leniency),
  );
}

/** Whether digits and punctuation are not those of a fraction or of a publication's pages. */
function isWrittenAlone(text: string, { start, end }: PhoneRun, written: string): boolean {
  const isFraction =
    decimalsBefore.test(text.slice(Math.max(0, start - 2), start)) || decimalsAfter.test(text.slice(end, end + 2));
  if (isFraction || decimalFraction.test(written) || unixSeconds.test(written)) return false;
  return !publicationPages.test(written) && matchingBrackets.test(written);
}

function isWithinWord(text: string, { start, end }: PhoneRun, written: string): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  if (!startsWithSign.test(written) && wordOrCurrencyBefore.test(before)) return true;
  return wordOrCurrencyAfter.test(text.slice(end, end + 2));
}

function isValid(dialled: string, written: string, leniency: PhoneLeniency): boolean {
  const number = parsePhoneNumberFromString(dialled, { extract: false });
  if (leniency === "possible") return number?.isPossible() ?? false;
  return number !== undefined && number.isValid() && isGroupedAs(leniency, written, number);
}

interface WrittenNumber {
  readonly digits: string;
  readonly written: string;
}

function isNationalNumber({ digits, written }: WrittenNumber, region: CountryCode, leniency: PhoneLeniency): boolean {
  const isPossible = leniency === "possible";
  if (!isPossible && nationalNumberPatterns.get(region)?.test(digits) === false) return false;
  const number = parsePhoneNumberFromString(digits, { defaultCountry: region, extract: false });
  if (number === undefined) return false;
  if (isPossible) return number.isPossible();
  return number.isValid() && hasPrefixIfRequired(digits, number) && isGroupedAs(leniency, written, number);
}

/**
 * In most countries a national number is written with a prefix (mostly 0), without which other numbers would look like
 * phone numbers. `formatNational` without prefix still writes it where it cannot be left out.
 */
function hasPrefixIfRequired(digits: string, number: PhoneNumber): boolean {
  const hasPrefix = digits !== number.nationalNumber;
  return hasPrefix || phoneDigitsOf(number.formatNational({ nationalPrefix: false })) === number.nationalNumber;
}
