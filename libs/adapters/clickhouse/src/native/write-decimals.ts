import type { ByteWriter } from "./byte-writer.ts";
import { UnfitValue } from "./unfit-value.ts";

/** More digits before the point are no exact double. */
const exactDigits = 15;
const zero = 0x30;
const minus = 0x2d;
const point = 0x2e;

/**
 * Writes decimals of at most 18 digits, `scale` of them after the point, as whole numbers of the smallest unit. Texts
 * are taken digit by digit: one that has more digits than the column is unfit, never rounded.
 */
export function writeDecimals(out: ByteWriter, values: readonly unknown[], precision: number, scale: number): void {
  out.reserve(8 * values.length);
  for (const value of values) {
    const text = value === null || value === undefined ? "0" : value;
    if (typeof text !== "string" || !putDecimal(out, text, precision, scale)) {
      throw new UnfitValue(`Decimal(${precision}, ${scale})`);
    }
  }
}

/** False, with nothing written, when the text is no decimal of that size. */
function putDecimal(out: ByteWriter, text: string, precision: number, scale: number): boolean {
  const start = text.charCodeAt(0) === minus ? 1 : 0;
  const end = wholeEnd(text, start);
  const whole = digitsOf(text, start, end);
  const fraction = end === text.length ? 0 : fractionOf(text, end + 1, scale);
  if (end === start || !(whole < 10 ** Math.min(exactDigits, precision - scale)) || !(fraction >= 0)) return false;
  if (start === 1) out.int64Scaled(-whole, 10 ** scale, -fraction);
  else out.int64Scaled(whole, 10 ** scale, fraction);
  return true;
}

/** Where the point is, or the end. */
function wholeEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) !== point) at++;
  return at;
}

/** The digits behind the point in units of 10^-scale; NaN when there are none, or one too many that is not 0. */
function fractionOf(text: string, at: number, scale: number): number {
  const end = Math.min(text.length, at + scale);
  if (text.length === at || digitsOf(text, end, text.length) !== 0) return Number.NaN;
  return digitsOf(text, at, end) * 10 ** (at + scale - end);
}

/** NaN when a character is no digit; no longer exact above 2^53, but never smaller than it. */
function digitsOf(text: string, at: number, end: number): number {
  let value = 0;
  for (let index = at; index < end; index++) {
    const digit = text.charCodeAt(index) - zero;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = 10 * value + digit;
  }
  return value;
}
