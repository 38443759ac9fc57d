/**
 * Money in whole pico-dollars (10⁻¹² USD): the resolution of the `Decimal(18, 12)` columns. Sums are integer sums, so
 * they do not depend on order and never round.
 */
export type PicoUsd = bigint;

const DIGITS = 12;
const PICO_PER_USD = 1_000_000_000_000n;

/** Largest amount that a `Decimal(18, 12)` column holds. */
export const MAX_PICO_USD: PicoUsd = 999_999_999_999_999_999n;

/** Fifteen significant decimal digits survive a trip through a double; the sixteenth is noise of the sums behind it. */
const SIGNIFICANT_DIGITS = 15;

/**
 * A decimal such as `"0.0090519"` in pico-dollars; null for anything else, and for an amount that is no whole number
 * of pico-dollars.
 */
export function parseUsd(text: string): PicoUsd | null {
  const match = /^(-?)(\d+)(?:\.(\d{1,12}))?$/.exec(text);
  if (match === null) return null;
  const [, sign, whole = "", fraction = ""] = match;
  const pico = BigInt(whole) * PICO_PER_USD + BigInt(fraction.padEnd(DIGITS, "0"));
  return sign === "-" ? -pico : pico;
}

/** The shortest decimal of an amount: `"0.0090519"`, `"2"`, `"-1.5"`. */
export function formatUsd(pico: PicoUsd): string {
  const magnitude = pico < 0n ? -pico : pico;
  const whole = magnitude / PICO_PER_USD;
  const fraction = (magnitude % PICO_PER_USD).toString().padStart(DIGITS, "0").replace(/0+$/, "");
  return `${pico < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/**
 * An amount that was computed in floating point, rounded to the nearest pico-dollar. Exact where the true amount has at
 * most 15 significant digits. Null unless it is a finite number that a cost column holds.
 */
export function picoUsdOf(usd: number): PicoUsd | null {
  if (!Number.isFinite(usd) || Math.abs(usd) >= 1_000_000) return null;
  const wholeDigits = Math.trunc(Math.abs(usd)).toString().length;
  return parseUsd(usd.toFixed(Math.min(DIGITS, SIGNIFICANT_DIGITS - wholeDigits)));
}
