import { isMod97Valid } from "../checksum.ts";
import { alphanumericsOf, withAlphanumerics, type SurrogateKind } from "./surrogate-kind.ts";
import { shapeSurrogate } from "./shape-surrogate.ts";
import type { Draw } from "./keyed-draw.ts";

/** Check digits that fit by arithmetic and are never given: ISO 7064 makes only 02 to 98 of a number. */
const unissuedCheckDigits = ["00", "01", "99"];

/** About one account number in 32 has one of them; in so many tries there is one, or the value was no account number. */
const maxTries = 1000;

/** Account numbers of the same country and structure whose check digits fit and are nobody's. */
export const ibanSurrogate: SurrogateKind = {
  identityOf: alphanumericsOf,
  make: (value, draw) => {
    const compact = alphanumericsOf(value).toUpperCase();
    for (let tries = 0; tries < maxTries; tries++) {
      const fake = fakeOf(compact, draw);
      if (fake !== undefined) return withAlphanumerics(value, fake);
    }
    return shapeSurrogate.make(value, draw);
  },
};

function fakeOf(compact: string, draw: Draw): string | undefined {
  const country = compact.slice(0, 2);
  const account = compact.slice(4).replaceAll(/[A-Z\d]/g, (character) => likeCharacter(character, draw));
  return unissuedCheckDigits.map((check) => country + check + account).find(isMod97Valid);
}

function likeCharacter(character: string, draw: Draw): string {
  return /\d/.test(character) ? String(draw(10)) : String.fromCharCode(65 + draw(26));
}
