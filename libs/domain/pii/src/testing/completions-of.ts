import type { Recognizer } from "../recognizer.ts";

/** Which of some characters, put for the `?` of a template, make an identifier that a recognizer calls proven. */
export function completionsOf({ validate }: Recognizer, template: string, characters = "0123456789"): string {
  return Array.from(characters, (character) => ({ character, isProven: validate?.(template.replace("?", character)) }))
    .filter(({ isProven }) => isProven)
    .map(({ character }) => character)
    .join("");
}
