const onlyDigits = /^\d+$/;
const fractionOrPriceBefore = /(?:\d\.|\p{Sc})$/u;
const fractionOrShareAfter = /^(?:\.\d|%)/;

/** How far beside a match `isWithinNumber` looks, in UTF-16 units. */
export const numberReach = 2;

/**
 * Whether a match of digits alone is a part of a decimal number, a price or a share: of ten such numbers one would pass
 * for an identifier with a check digit.
 */
export function isWithinNumber(text: string, start: number, end: number): boolean {
  if (!onlyDigits.test(text.slice(start, end))) return false;
  const before = text.slice(Math.max(0, start - numberReach), start);
  return fractionOrPriceBefore.test(before) || fractionOrShareAfter.test(text.slice(end, end + numberReach));
}
