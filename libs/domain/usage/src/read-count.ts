/** A count as it was sent: `count` is null when nothing usable was told. */
export interface ReadCount {
  readonly count: number | null;
  readonly isMalformed: boolean;
}

const unknown: ReadCount = { count: null, isMalformed: false };
const malformed: ReadCount = { count: null, isMalformed: true };

const wholeNumber = /^\s*\d{1,16}(?:\.0+)?\s*$/;

/** Reads a whole number of zero or more. A number written as text counts, and is flagged; absent and null are unknown. */
export function readCount(value: unknown): ReadCount {
  if (value === undefined || value === null) return unknown;
  if (typeof value === "number") return isCount(value) ? { count: value, isMalformed: false } : malformed;
  if (typeof value !== "string" || !wholeNumber.test(value)) return malformed;
  const count = Number(value);
  return isCount(count) ? { count, isMalformed: true } : malformed;
}

/** Far above any call, and far enough below 2^53 that sums stay exact. */
const MAX_COUNT = 2 ** 48;

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= MAX_COUNT;
}
