import {
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from "libphonenumber-js/max";
import { nationalNumberPatterns } from "./national-number-patterns.ts";
import { phoneDigitsOf } from "./phone-digits.ts";
import type { PhoneRun } from "./phone-run.ts";

/** Fewer or more digits are no number of any plan that is read, with its country code and national prefix. */
const minDigits = 7;
const maxDigits = 17;

/** A decimal fraction (a coordinate, an embedding), which some plans would read as a number with its prefix 0. */
const decimalFraction = /^\d{1,3}\.\d+$/;
const decimalsBefore = /\d\.$/;
const decimalsAfter = /^\.\d/;
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

/** Whether a stretch of a text is a valid phone number, written internationally or as in one of the regions. */
export function isPhoneNumber(text: string, { start, end }: PhoneRun, regions: readonly string[]): boolean {
  const written = text.slice(start, end).replace(extension, "");
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  const digits = phoneDigitsOf(written);
  if (digits.length < minDigits || digits.length > maxDigits) return false;
  if (decimalsBefore.test(before) || decimalsAfter.test(after)) return false;
  if (decimalFraction.test(written) || publicationPages.test(written) || !matchingBrackets.test(written)) return false;
  if (!startsWithSign.test(written) && wordOrCurrencyBefore.test(before)) return false;
  if (wordOrCurrencyAfter.test(after)) return false;
  if (leadingSign.test(written))
    return parsePhoneNumberFromString(`+${digits}`, { extract: false })?.isValid() ?? false;
  return regions.some((region) => isSupportedCountry(region) && isNationalNumber(digits, region));
}

function isNationalNumber(digits: string, region: CountryCode): boolean {
  if (nationalNumberPatterns.get(region)?.test(digits) === false) return false;
  const number = parsePhoneNumberFromString(digits, { defaultCountry: region, extract: false });
  return number !== undefined && number.isValid() && hasPrefixIfRequired(digits, number);
}

/**
 * In most countries a national number is written with a prefix (mostly 0), without which other numbers would look like
 * phone numbers. `formatNational` without prefix still writes it where it cannot be left out.
 */
function hasPrefixIfRequired(digits: string, number: PhoneNumber): boolean {
  const hasPrefix = digits !== number.nationalNumber;
  return hasPrefix || phoneDigitsOf(number.formatNational({ nationalPrefix: false })) === number.nationalNumber;
}
