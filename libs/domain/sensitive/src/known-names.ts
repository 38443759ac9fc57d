import { numberingPlans, recognizers } from "@parapet/pii";
import { secretFormats } from "@parapet/secrets";
import { obfuscationKinds } from "@parapet/text";

/** Names of what is replaced where it is found. */
export const replacedEntities: readonly string[] = [
  ...new Set([...recognizers.map(({ entity }) => entity), ...secretFormats.map(({ id }) => id)]),
];

/** Names of all that is found without anybody's own recognizers, ways of hiding included. */
export const shippedEntities: readonly string[] = [
  ...replacedEntities,
  ...obfuscationKinds.map((kind) => kind.toUpperCase()),
];

export const knownCountries: readonly string[] = [...new Set(recognizers.flatMap(({ country = [] }) => country))];

/** A country as recognizers name it, however it is written: `US` is `us`, and `GB` is `uk`. Null where none has it. */
export function countryNamed(written: string): string | null {
  const lower = written.toLowerCase();
  const country = lower === "gb" ? "uk" : lower;
  return knownCountries.includes(country) ? country : null;
}

/** A region of phone numbers by its ISO 3166 code, however it is written, and `UK` for `GB`. Null where there is none. */
export function regionNamed(written: string): string | null {
  const upper = written.toUpperCase();
  const region = upper === "UK" ? "GB" : upper;
  return /^[A-Z]{2}$/.test(region) && numberingPlans.has(region) ? region : null;
}

/** A name that is among others, as it is written or else in upper or lower case. Null where it is not. */
export function nameAmong(known: readonly string[], written: string): string | null {
  if (known.includes(written)) return written;
  const lower = written.toLowerCase();
  return known.find((name) => name.toLowerCase() === lower) ?? null;
}

/** Slips of the pen in a name that is still told for another. */
const MAX_SLIPS = 2;

/** The name that was likely meant: the nearest where it is near. */
export function likelyMeant(known: readonly string[], written: string): string | null {
  const upper = written.toUpperCase();
  let [nearest, least]: [string | null, number] = [null, MAX_SLIPS + 1];
  for (const name of known) {
    // A name shorter by as much cannot be nearer; long ones are nobody's, and not worth the time.
    if (Math.abs(name.length - upper.length) >= least) continue;
    const slips = slipsBetween(name.toUpperCase(), upper);
    if (slips < least) [nearest, least] = [name, slips];
  }
  return nearest;
}

/** Letters to put in, leave out or change to make one word of the other. */
function slipsBetween(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [at, letter] of Array.from(left).entries()) {
    const above = row;
    row = [at + 1];
    for (const [index, other] of Array.from(right).entries()) {
      const changed = (above[index] ?? 0) + (letter === other ? 0 : 1);
      row.push(Math.min(changed, (above[index + 1] ?? 0) + 1, (row[index] ?? 0) + 1));
    }
  }
  return row.at(-1) ?? 0;
}
