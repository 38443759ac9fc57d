import { seededRandom, type Random } from "@parapet/random";

/** Numbers of its own for each name, whatever others there are. */
export function namedRandom(name: string): Random {
  return seededRandom(Array.from(name).reduce((sum, character) => Math.imul(sum, 31) + character.charCodeAt(0), 7));
}
