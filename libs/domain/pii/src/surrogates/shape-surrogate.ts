import { alphanumericsOf, type SurrogateKind } from "./surrogate-kind.ts";

/** Letters for letters and digits for digits: for what has no range that is kept for examples, so no fake can be told. */
export const shapeSurrogate: SurrogateKind = {
  identityOf: alphanumericsOf,
  make: (value, draw) =>
    value.replaceAll(/\p{Nd}|\p{L}/gu, (character) => {
      if (/\p{Nd}/u.test(character)) return String(draw(10));
      return String.fromCharCode((/\p{Lu}/u.test(character) ? 65 : 97) + draw(26));
    }),
};
