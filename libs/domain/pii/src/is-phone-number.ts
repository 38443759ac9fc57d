import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { needsPrefix, numberingPlans, type NumberingPlan } from "./numbering-plan.ts";
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
/** The ends of 32-bit integers, which stand in every other source; the first is Dallas's 214-748-3647. */
const integerLimit = /^(?:214748364[78]|4294967295)$/;
/** `1644–1912`, `(1685-1753`, `1976-77)1979`: years of a life, a reign or an office. */
const years = /^\(?1[0-9]\d{2} ?[-–—] ?(?:1[0-9]|20)\d{2}\)?$|^(?:19|20)\d{2}[-–]\d{2}\)(?:19|20)\d{2}$/;
/** The number of a book: `ISBN-10: 0231130104`. */
const bookBefore = /\bISBN(?:-1[03])?[:\s]{0,3}$/i;
const bookReach = 12;
/** `12-34 (56`: volume and pages of a publication. */
const publicationPages = /\d{1,5}-+\d{1,5}\s{0,4}\(\d{1,4}/;
/** At most a beginning and three inner pairs of brackets, none nested. */
const matchingBrackets =
  /^[([（［]?(?:[^()（）[\]［］]+[)\]）］])?[^()（）[\]［］]+(?:[([（［][^()（）[\]［］]+[)\]）］]){0,3}[^()（）[\]［］]*$/;

const extension = /(?:[ \u00A0,;]{0,3}(?:e?xt(?:ensi[oó]n?)?|x|#|;ext=))[:.]?[ \u00A0]{0,2}[0-9０-９٠-٩۰-۹]{1,7}$/iu;
/** What every extension has: most numbers have none, and this is told sooner. */
const extensionSign = /[x#]/i;
const leadingSign = /^[([（［]?[^\d+＋]{0,4}[+＋]/u;
const startsWithSign = /^[+＋([（［]/;

/** What makes the digits beside it part of a word, a price or a share, not of a phone number. */
const wordOrCurrencyBefore = /[\p{Script=Latin}\p{Mn}\p{Sc}%]$/u;
const wordOrCurrencyAfter = /^[\p{Script=Latin}\p{Mn}\p{Sc}%]/u;

/** Whether a stretch of a text is a phone number, written internationally or as in one of the regions. */
export function isPhoneNumber(text: string, run: PhoneRun, options: RecognizerOptions): boolean {
  if (run.end - run.start < minDigits) return false;
  const whole = text.slice(run.start, run.end);
  const written = extensionSign.test(whole) ? whole.replace(extension, "") : whole;
  const digits = phoneDigitsOf(written);
  if (digits.length < minDigits || digits.length > maxDigits) return false;
  const { phoneLeniency: leniency = "valid", regions } = options;
  if (!isWrittenAlone(text, run, written)) return false;
  if (leniency !== "possible" && isWithinWord(text, run, written)) return false;
  if (leadingSign.test(written)) return isValid(`+${digits}`, written, leniency);
  return regions.some((region) => isNationalNumber({ digits, written }, region, leniency));
}

/** Whether digits and punctuation are not those of a fraction, of years, or of a publication. */
function isWrittenAlone(text: string, { start, end }: PhoneRun, written: string): boolean {
  const isFraction =
    decimalsBefore.test(text.slice(Math.max(0, start - 2), start)) || decimalsAfter.test(text.slice(end, end + 2));
  if (isFraction || decimalFraction.test(written) || unixSeconds.test(written)) return false;
  if (integerLimit.test(written) || years.test(written)) return false;
  if (bookBefore.test(text.slice(Math.max(0, start - bookReach), start))) return false;
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

function isNationalNumber({ digits, written }: WrittenNumber, region: string, leniency: PhoneLeniency): boolean {
  const plan = numberingPlans.get(region);
  const isPossible = leniency === "possible";
  if (plan === undefined || (!isPossible && isNoNumber(plan, digits)) || !isSupportedCountry(region)) return false;
  const number = parsePhoneNumberFromString(digits, { defaultCountry: region, extract: false });
  if (number === undefined) return false;
  if (isPossible) return number.isPossible();
  const isWritten = digits !== number.nationalNumber || !needsPrefix(plan, digits);
  return isWritten && number.isValid() && isGroupedAs(leniency, written, number);
}

/** Whether digits are no valid number of a plan, told without parsing: none that is dialled so, or one without its prefix. */
function isNoNumber(plan: NumberingPlan, digits: string): boolean {
  if (plan.dialled?.test(digits) === false) return true;
  return !plan.head.test(digits) && needsPrefix(plan, digits);
}
