/**
 * Money in whole pico-dollars (10⁻¹² USD): the resolution of the `Decimal(18, 12)` columns. Sums are integer sums, so
 * they do not depend on order and never round.
 */
export type PicoUsd = bigint;

const DIGITS = 12;
const PICO_PER_USD = 1_000_000_000_000n;

/** Largest amount that a `Decimal(18, 12)` column holds. */
export const MAX_PICO_USD: PicoUsd = 999_999_999_999_999_999n;

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

/** The shortest decimal of an amount in whole pico-dollars: `"0.0090519"`, `"2"`, `"-1.5"`. A number must be safe. */
export function formatUsd(pico: PicoUsd | number): string {
  if (pico < 0) return `-${formatUsd(-pico)}`;
  if (typeof pico === "number") return decimalOf(Math.floor(pico / 1e12), pico % 1e12);
  return decimalOf(pico / PICO_PER_USD, Number(pico % PICO_PER_USD));
}

/** `fraction` is in pico-dollars. Made of numbers, which takes a quarter of the time that cutting a text takes. */
function decimalOf(whole: number | bigint, fraction: number): string {
  if (fraction === 0) return whole.toString();
  let rest = fraction;
  let digits = DIGITS;
  for (; rest % 1_000 === 0; rest /= 1_000) digits -= 3;
  for (; rest % 10 === 0; rest /= 10) digits -= 1;
  return `${whole}.${rest.toString().padStart(digits, "0")}`;
}
