import type { Random } from "@parapet/random";

import { chosen } from "../chosen.ts";
import type { Edit } from "./edit.ts";
import { namesOf } from "./names-of.ts";

/** Puts another name of the same context in the place of one. */
export function swapName(sentence: string, context: string, random: Random): readonly Edit[] {
  const name = chosen(random, namesOf(sentence));
  if (name === undefined) return [];
  const words = (text: string): readonly string[] => text.toLowerCase().split(/[\s'’-]+/u);
  const own = new Set(words(sentence));
  const others = [...new Set(namesOf(context).map(({ text }) => text))].filter(
    (other) => !words(other).some((word) => own.has(word)),
  );
  const alike = others.filter((other) => words(other).length === words(name.text).length);
  const other = chosen(random, alike.length > 0 ? alike : others);
  return other === undefined ? [] : [{ start: name.start, end: name.end, text: other }];
}

/** Lets two names of the sentence change places. */
export function swapRoles(sentence: string, _context: string, random: Random): readonly Edit[] {
  const names = namesOf(sentence);
  const one = chosen(random, names);
  const other = chosen(
    random,
    names.filter(({ text }) => one !== undefined && text !== one.text),
  );
  if (one === undefined || other === undefined) return [];
  return [
    { start: one.start, end: one.end, text: other.text },
    { start: other.start, end: other.end, text: one.text },
  ];
}
