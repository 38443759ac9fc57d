import type { Draw } from "./keyed-draw.ts";

/** How fakes of an entity are made, of numbers and names that are kept for examples or never given out. */
export interface SurrogateKind {
  /** What of a value decides about its fake, so that two ways of writing it have one. */
  readonly identityOf: (value: string) => string;
  /** A fake written as the value is. */
  readonly make: (value: string, draw: Draw) => string;
}

const digit = /\p{Nd}/u;
const alphanumeric = /[\p{L}\p{N}]/u;

/** How many digits of any script there are. */
export function countDigits(value: string): number {
  return Array.from(value).filter((character) => digit.test(character)).length;
}

/** A value with its digits, one after another, replaced by those given; the rest of it stays. */
export function withDigits(value: string, digits: string): string {
  let position = 0;
  return Array.from(value, (character) => (digit.test(character) ? digits.charAt(position++) : character)).join("");
}

/** A value with its letters and digits replaced by those given, letters in the case of those they replace. */
export function withAlphanumerics(value: string, characters: string): string {
  let position = 0;
  return Array.from(value, (character) => {
    if (!alphanumeric.test(character)) return character;
    const replacement = characters.charAt(position++);
    return character === character.toUpperCase() ? replacement.toUpperCase() : replacement.toLowerCase();
  }).join("");
}

/** Letters and digits of a value alone, in lower case. */
export function alphanumericsOf(value: string): string {
  return value.replaceAll(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}

/** So many digits drawn. */
export function drawDigits(draw: Draw, count: number): string {
  return Array.from({ length: count }, () => draw(10)).join("");
}

/** Twelve letters and digits drawn: enough that two values of a tenant hardly ever have one. */
export function drawName(draw: Draw): string {
  return Array.from({ length: 12 }, () => draw(36).toString(36)).join("");
}
