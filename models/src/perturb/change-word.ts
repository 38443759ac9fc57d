import type { Random } from "@parapet/random";

import { chosen } from "../chosen.ts";
import { asCase } from "./change-number.ts";
import type { Edit } from "./edit.ts";
import { opposites } from "./opposites.ts";
import { synonyms } from "./synonyms.ts";

type Groups = readonly (readonly string[])[];

/** Puts a word that says something else in the place of one. */
export function contradict(sentence: string, _context: string, random: Random): readonly Edit[] {
  return exchange(sentence, opposites, random);
}

/** Puts words that say the same in the place of others. */
export function reword(sentence: string, _context: string, random: Random): readonly Edit[] {
  return exchange(sentence, synonyms, random);
}

/** Of a group, the first word is looked for; the others are put in its place. */
function exchange(sentence: string, groups: Groups, random: Random): readonly Edit[] {
  const found = groups.flatMap(([word = "", ...others]) =>
    Array.from(sentence.matchAll(wordPattern(word)), ({ 0: matched, index }) => ({ matched, index, others })),
  );
  const one = chosen(random, found);
  const other = chosen(random, one?.others ?? []);
  if (one === undefined || other === undefined) return [];
  return [{ start: one.index, end: one.index + one.matched.length, text: asCase(one.matched, other) }];
}

const patterns = new Map<string, RegExp>();

function wordPattern(word: string): RegExp {
  const known = patterns.get(word) ?? new RegExp(`(?<![\\p{L}\\p{N}-])${word}(?![\\p{L}\\p{N}-])`, "giu");
  patterns.set(word, known);
  return known;
}
