import { otherPhoneDigits } from "./phone-digits.ts";
import { phoneNumberIn } from "./phone-number-in.ts";
import { nextPhoneRun, type PhoneRun } from "./phone-run.ts";
import type { Candidate, Recognizer, RecognizerOptions } from "./recognizer.ts";

/** A proven number is still likelier an order or an account than a checksum would allow: Presidio gives it 0.4. */
const phoneScore = 0.4;

/** Of the longest run that is looked at, what stands beside it included. */
const longest = 560;

const otherDigit = new RegExp(`[${otherPhoneDigits.join("")}]`);

/** What tells one recognizer of phone numbers from another. */
export interface PhoneRecognizerData {
  readonly entity: string;
  readonly contextWords: readonly string[];
  /** ISO 3166 code of the country whose national numbers alone are read; without it those of the caller's regions. */
  readonly country?: string;
}

/**
 * Finds numbers as people write them, in the way of libphonenumber's matcher: a run of digits and punctuation is taken
 * whole when it is a number, otherwise its pieces are tried. That of a country runs only on request.
 */
export function phoneRecognizer({ entity, contextWords, country }: PhoneRecognizerData): Recognizer {
  const regions = country === undefined ? {} : { regions: [country.toUpperCase()] };
  return {
    entity,
    contextWords,
    isWeakInDigits: true,
    ...(country === undefined ? {} : { country, isOnRequest: true }),
    parts: [
      {
        name: "ascii_digits",
        bestScore: phoneScore,
        digits: 7,
        longest,
        find: (text, options) =>
          findPhoneNumbers(text, { ...options, ...regions }).filter((found) => !hasOtherDigit(text, found)),
      },
      {
        name: "other_digits",
        bestScore: phoneScore,
        digits: 0,
        literals: otherPhoneDigits,
        longest,
        find: (text, options) =>
          hasOtherDigit(text)
            ? findPhoneNumbers(text, { ...options, ...regions }).filter((found) => hasOtherDigit(text, found))
            : [],
      },
    ],
  };
}

function hasOtherDigit(text: string, { start, end }: PhoneRun = { start: 0, end: text.length }): boolean {
  return otherDigit.test(text.slice(start, end));
}

function findPhoneNumbers(text: string, options: RecognizerOptions): readonly Candidate[] {
  const found: Candidate[] = [];
  let run = nextPhoneRun(text, 0);
  while (run !== null) {
    const number = phoneNumberIn(text, run, options);
    if (number !== null) found.push({ ...number, score: phoneScore });
    run = nextPhoneRun(text, number?.end ?? run.end);
  }
  return found;
}
