/** An exact decimal that is not negative: `units × 10^-scale`, without zeros at the end of `units`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

export const zero: Decimal = { units: 0n, scale: 0 };

/** No price has more digits; what has is no price. */
const MAX_DIGITS = 40;

/** Fifteen significant decimal digits survive a trip through a double; the sixteenth is noise of the sums behind it. */
const SIGNIFICANT_DIGITS = 15;

/** `"2.50"`, `"1.25e-06"`, `"3"`; null for anything else, negative numbers included. */
export function parseDecimal(text: string): Decimal | null {
  const match = /^(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text);
  if (match === null) return null;
  const [, whole = "", fraction = "", exponent = "0"] = match;
  const decimal = normalised(BigInt(whole + fraction), fraction.length - Number(exponent));
  return decimal.scale > MAX_DIGITS || decimal.units >= 10n ** BigInt(MAX_DIGITS) ? null : decimal;
}

/** The decimal that a double was written as: its first 15 significant digits. Null for negative and infinite numbers. */
export function decimalOf(value: number): Decimal | null {
  if (!Number.isFinite(value)) return null;
  return parseDecimal(value.toPrecision(SIGNIFICANT_DIGITS)) ?? parseDecimal(value.toString());
}

export function multiplyDecimals(left: Decimal, right: Decimal): Decimal {
  return normalised(left.units * right.units, left.scale + right.scale);
}

/** The decimal times `10^places`. */
export function shiftDecimal({ units, scale }: Decimal, places: number): Decimal {
  return normalised(units, scale - places);
}

/** The quotient, rounded half to even after `places` digits. */
export function divideDecimals(dividend: Decimal, divisor: Decimal, places: number): Decimal {
  const shift = places + divisor.scale - dividend.scale;
  const numerator = dividend.units * 10n ** BigInt(Math.max(shift, 0));
  const denominator = divisor.units * 10n ** BigInt(Math.max(-shift, 0));
  return normalised(roundHalfEven(numerator, denominator), places);
}

/** The decimal as a whole number of `10^-scale`; the scale must not be less than its own. */
export function unitsAtScale(decimal: Decimal, scale: number): bigint {
  return decimal.units * 10n ** BigInt(scale - decimal.scale);
}

/** `numerator / denominator` as a whole number; a half goes to the even neighbour. Neither is negative. */
export function roundHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  const isUp = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  return isUp ? quotient + 1n : quotient;
}

function normalised(units: bigint, scale: number): Decimal {
  if (units === 0n) return zero;
  if (scale < 0) return { units: units * 10n ** BigInt(-scale), scale: 0 };
  const digits = units.toString();
  const zeros = digits.length - digits.replace(/0+$/, "").length;
  const dropped = Math.min(zeros, scale);
  return { units: units / 10n ** BigInt(dropped), scale: scale - dropped };
}
