import { pick } from "./pick.ts";
import type { Random } from "./seeded-random.ts";

/** A text of `length` of the characters, each one UTF-16 unit and as likely as the others. */
export function randomText(random: Random, characters: string, length: number): string {
  let text = "";
  for (let count = 0; count < length; count += 1) text += pick(random, characters);
  return text;
}
