import { confusables } from "./gen/confusables.ts";

/**
 * What Unicode's table leaves out, because in most typefaces it differs from the Latin letter more than a little, and
 * what is written by those who want to be read by people and not by programs.
 */
const more: readonly (readonly [string, string])[] = [
  ["a", "ᴀ"],
  ["b", "вʙ"],
  ["d", "ᴅ"],
  ["e", "єεᴇ"],
  ["f", "ꜰ"],
  ["g", "ɢ"],
  ["h", "нʜ"],
  ["j", "ᴊ"],
  ["k", "кκᴋ"],
  ["l", "ʟ"],
  ["m", "мᴍ"],
  ["n", "пηɴ"],
  ["p", "ᴘ"],
  ["r", "ʀ"],
  ["t", "тτᴛ"],
  ["w", "ω"],
  ["x", "χ"],
  [".", "。"],
];

/** Characters that are read as the ASCII one they look like, between characters of Latin script. */
export const lookAlikes: ReadonlyMap<string, string> = new Map(
  [...confusables, ...more].flatMap(([latin, characters]) =>
    Array.from(characters, (character): [string, string] => [character, latin]),
  ),
);

/** First letters of rows A to Z that Unicode does not decompose: negative circled, negative squared. */
const rowsOfLetters = [0x1_f1_50, 0x1_f1_70];
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Letters in another dress, which are letters wherever they stand. */
export const dressedLetters: ReadonlyMap<string, string> = new Map(
  rowsOfLetters.flatMap((first) =>
    Array.from(letters, (letter, index): [string, string] => [String.fromCodePoint(first + index), letter]),
  ),
);
