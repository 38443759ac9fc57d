import type { PhoneNumber } from "libphonenumber-js/max";
import { phoneDigit, phoneDigitsOf } from "./phone-digits.ts";

/**
 * How strictly a phone number must be written, as in libphonenumber's matcher: any number of a possible length, even
 * within words; one that its plan knows; one whose groups are not torn; one with the groups of its plan, or none.
 */
export type PhoneLeniency = "possible" | "valid" | "strict_grouping" | "exact_grouping";

/** Not between two digits: blanks and punctuation that part groups. */
const groupSeparator = new RegExp(`[^${phoneDigit.slice(1, -1)}]+`);

/** Whether the groups in which a number is written are as its plan would have them, as far as the leniency asks. */
export function isGroupedAs(leniency: PhoneLeniency, written: string, number: PhoneNumber): boolean {
  if (leniency === "possible" || leniency === "valid") return true;
  const { length } = number.nationalNumber;
  const international = number.formatInternational();
  const planned = groupEnds(international.slice(international.indexOf(" ") + 1), length);
  const actual = groupEnds(written, length);
  const isTorn = actual.some((end) => !planned.includes(end));
  return !isTorn && (leniency === "strict_grouping" || actual.length === 0 || actual.length === planned.length);
}

/** Where groups end within the national number, counted in digits from its last one. */
function groupEnds(written: string, length: number): readonly number[] {
  const groups = written.split(groupSeparator).map((group) => phoneDigitsOf(group).length);
  const ends = groups.map((_, index) => groups.slice(index + 1).reduce((sum, digits) => sum + digits, 0));
  return ends.filter((end) => end > 0 && end < length);
}
