import { sentencesOf } from "@parapet/faithfulness";
import type { Random } from "@parapet/random";

import { chosen } from "../chosen.ts";
import type { Edit } from "./edit.ts";
import { tailOf, type Tail } from "./tails.ts";

/** Puts the last phrase of another sentence of the context in the place of its own. */
export function changeTail(sentence: string, context: string, random: Random): readonly Edit[] {
  const own = tailOf(sentence);
  if (own === null) return [];
  const others = tailsOf(context).filter(({ text }) => !sentence.includes(text.trim()));
  const alike = others.filter(({ opener }) => opener === own.opener);
  const other = chosen(random, alike.length > 0 ? alike : others);
  return other === undefined ? [] : [{ start: own.start, end: own.end, text: other.text }];
}

/** Adds a phrase that stands in a text about something else. */
export function addTail(sentence: string, foreign: string, random: Random): readonly Edit[] {
  const other = chosen(random, tailsOf(foreign));
  if (other === undefined) return [];
  const end = sentence.search(/[.!?]?["')\]]*\s*$/u);
  return [{ start: end, end, text: other.text }];
}

function tailsOf(text: string): readonly Tail[] {
  return sentencesOf(text).flatMap(({ start, end }) => tailOf(text.slice(start, end)) ?? []);
}
