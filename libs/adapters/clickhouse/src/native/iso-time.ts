const secondsPerDay = 86_400;
const daysPerMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const zero = 0x30;

/** `YYYY-MM-DDTHH:MM:SS[.n…][Z]`, UTC, taken apart without a Date for each. */
export class IsoTime {
  /** Whole seconds since 1970, negative before. */
  seconds = 0;
  /** The fraction, always counted forward from `seconds`. */
  nanos = 0;

  /** Reads `text` into this object; false, and nothing else promised, when it is no such time. */
  parse(text: string): boolean {
    const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)];
    const [hour, minute, second] = [digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)];
    if (!hasSeparators(text) || !isDate(year, month, day)) return false;
    if (!(hour < 24 && minute < 60 && second < 60)) return false;
    this.seconds = daysSince1970(year, month, day) * secondsPerDay + hour * 3_600 + minute * 60 + second;
    this.nanos = fraction(text);
    return this.nanos >= 0;
  }
}

/** `count` digits from `at`; NaN when one of them is none. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index++) {
    const digit = text.charCodeAt(index) - zero;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = 10 * value + digit;
  }
  return value;
}

function hasSeparators(text: string): boolean {
  const between = text[10];
  return (
    text[4] === "-" && text[7] === "-" && (between === "T" || between === " ") && text[13] === ":" && text[16] === ":"
  );
}

/** Nanoseconds of what follows the seconds: nothing, or a point and one to nine digits, and perhaps `Z`; else -1. */
function fraction(text: string): number {
  const end = text.endsWith("Z") ? text.length - 1 : text.length;
  if (end === 19) return 0;
  const count = end - 20;
  const value = text[19] === "." && count >= 1 && count <= 9 ? digits(text, 20, count) : -1;
  return value >= 0 ? value * 10 ** (9 - count) : -1;
}

function isDate(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (daysPerMonth[month - 1] ?? 0) + (isLeap && month === 2 ? 1 : 0);
  return year >= 0 && day >= 1 && day <= days;
}

/**
 * Days of the proleptic Gregorian calendar, counted in years that begin in March so that a leap day comes last.
 * http://howardhinnant.github.io/date_algorithms.html#days_from_civil
 */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const days = 365 * shifted + Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return days + dayOfYear - 719_468;
}
