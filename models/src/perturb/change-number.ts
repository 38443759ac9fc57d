import { chance, pick, type Random } from "@parapet/random";

import { chosen } from "../chosen.ts";
import type { Edit } from "./edit.ts";

const NUMBER = /(?<![\p{L}\p{N}])\d[\d,]*(?:\.\d+)?(?![\p{L}\p{N}])/gu;
export const numberWords = "two three four five six seven eight nine ten eleven twelve".split(" ");
const NUMBER_WORD = new RegExp(`\\b(?:${numberWords.join("|")})\\b`, "giu");
const months =
  "January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(
    " ",
  );
const DAY_OR_MONTH = new RegExp(`\\b(?:${months.join("|")})\\b`, "gu");
const FIRST_DAY = months.indexOf("Monday");
const OTHER_SHARE = 0.5;

/** Puts another number in the place of one: of the context where there is a like one, else one near it. */
export function changeNumber(sentence: string, context: string, random: Random): readonly Edit[] {
  const found = chosen(random, [...sentence.matchAll(NUMBER), ...sentence.matchAll(NUMBER_WORD)]);
  if (found === undefined) return [];
  const [number] = found;
  const text = /\d/u.test(number) ? otherDigits(number, sentence, context, random) : otherWord(number, random);
  return [{ start: found.index, end: found.index + number.length, text }];
}

/** Puts another month or day of the week in the place of one. */
export function changeDate(sentence: string, _context: string, random: Random): readonly Edit[] {
  const found = chosen(random, [...sentence.matchAll(DAY_OR_MONTH)]);
  if (found === undefined) return [];
  const [name] = found;
  const alike = months.indexOf(name) < FIRST_DAY ? months.slice(0, FIRST_DAY) : months.slice(FIRST_DAY);
  const text = chosen(
    random,
    alike.filter((other) => !sentence.includes(other)),
  );
  return text === undefined ? [] : [{ start: found.index, end: found.index + name.length, text }];
}

function otherDigits(number: string, sentence: string, context: string, random: Random): string {
  const like = new RegExp(`^${number.replaceAll(/\d/gu, "\\d").replaceAll(".", "\\.")}$`, "u");
  const others = [...new Set(Array.from(context.matchAll(NUMBER), ([other]) => other))].filter(
    (other) => like.test(other) && !sentence.includes(other),
  );
  const other = chance(random, OTHER_SHARE) ? chosen(random, others) : undefined;
  return other ?? nearby(number, random);
}

/** One digit is another: the first where that makes a number that could be meant, else the last. */
function nearby(number: string, random: Random): string {
  const isYear = /^(?:1\d|20)\d\d$/u.test(number);
  const places = Array.from(number.matchAll(/\d/gu), ({ index }) => index).slice(isYear ? 2 : 0);
  const at = chosen(random, places) ?? 0;
  const digits = Array.from("123456789").filter((digit) => digit !== number[at]);
  return `${number.slice(0, at)}${pick(random, digits)}${number.slice(at + 1)}`;
}

function otherWord(word: string, random: Random): string {
  const other = pick(
    random,
    numberWords.filter((each) => each !== word.toLowerCase()),
  );
  return asCase(word, other);
}

/** Begins as the model begins. */
export function asCase(model: string, text: string): string {
  return /^\p{Lu}/u.test(model) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
