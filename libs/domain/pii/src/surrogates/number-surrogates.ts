import { isLuhnValid } from "../checksum.ts";
import { alphanumericsOf, countDigits, drawDigits, withDigits, type SurrogateKind } from "./surrogate-kind.ts";
import type { Draw } from "./keyed-draw.ts";

/** Issuers "9" and a country are of national bodies (ISO/IEC 7812-1); 999 is no country (ISO 3166-1). */
const cardIssuer = "9999";

/** Card numbers of an issuer that cannot be, with Luhn's check. */
export const cardSurrogate: SurrogateKind = {
  identityOf: alphanumericsOf,
  make: (value, draw) => {
    const payload = cardIssuer + drawDigits(draw, Math.max(0, countDigits(value) - cardIssuer.length - 1));
    const check = Array.from({ length: 10 }, (_, digit) => payload + digit).find(isLuhnValid);
    return withDigits(value, check ?? payload);
  },
};

/** Areas from 900 are not given to anyone, and groups below 50 not to taxpayers either (SSA, IRS Publication 1915). */
export const ssnSurrogate: SurrogateKind = {
  identityOf: alphanumericsOf,
  make: (value, draw) => {
    const group = String(1 + draw(49)).padStart(2, "0");
    const serial = String(1 + draw(9999)).padStart(4, "0");
    return withDigits(value, `9${drawDigits(draw, 2)}${group}${serial}`);
  },
};

/** Some that exist, so that the number is still read as one. */
const areaCodes = ["202", "206", "212", "303", "305", "312", "404", "415", "503", "512", "602", "617", "702", "713"];

/**
 * Numbers that are kept for films in North America (555-0100 to 555-0199, ATIS-0300115) and in the United Kingdom
 * (07700 900000 to 900999, Ofcom). Elsewhere such as nobody can have: country code 999 is given to none (ITU-T E.164),
 * and no number behind a trunk prefix begins with 00.
 */
export const phoneSurrogate: SurrogateKind = {
  identityOf: (value) => value.replaceAll(/\P{Nd}/gu, ""),
  make: (value, draw) => withDigits(value, phoneDigits(value, draw)),
};

function phoneDigits(value: string, draw: Draw): string {
  const count = countDigits(value);
  const isInternational = /^\P{Nd}*\+/u.test(value);
  const digits = value.replaceAll(/\P{Nd}/gu, "");
  const isAmerican = (isInternational ? /^1\d{10}$/ : /^1?[2-9]\d{9}$/).test(digits);
  if (isAmerican) return `${count === 11 ? "1" : ""}${americanNumber(draw)}`;
  if (isInternational && /^44\d{10}$/.test(digits)) return `447700900${drawDigits(draw, 3)}`;
  if (!isInternational && /^07\d{9}$/.test(digits)) return `07700900${drawDigits(draw, 3)}`;
  return (isInternational ? "999" : "000") + drawDigits(draw, count);
}

function americanNumber(draw: Draw): string {
  return `${areaCodes[draw(areaCodes.length)] ?? ""}55501${drawDigits(draw, 2)}`;
}
