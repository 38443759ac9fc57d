import { weightedSum } from "../../checksum-weighted.ts";
import { isDateOfSomeCentury } from "../../calendar-date.ts";

const weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

/** The number's first twelve digits, weighted, modulo 11: what its check digit is computed from. */
export function remainderOfResidentNumber(digits: string): number {
  return weightedSum(digits, weights) % 11;
}

/** Whether the first six digits are a day of birth. */
export function hasBirthDay(match: string): boolean {
  const [year, month, day] = [0, 2, 4].map((place) => Number(match.slice(place, place + 2)));
  return isDateOfSomeCentury(year ?? 0, month ?? 0, day ?? 0);
}
