import { normaliseForModel } from "@parapet/text";

import type { TextRange } from "./text-range.ts";
import type { Tokenizer, Tokens } from "./tokenizer.ts";

/** Half of it is read at either end of a longer text; in UTF-16 units. Twice what the windows can cover in English. */
const MAX_UNITS = 16_384;

/** Head and tail of a text that is too long to be tokenized whole, so that the time for one text is bounded. */
function excerptsOf(text: string, maxUnits = MAX_UNITS): readonly TextRange[] {
  if (text.length <= maxUnits) return [{ start: 0, end: text.length }];
  const half = Math.floor(maxUnits / 2);
  return [
    { start: 0, end: half },
    { start: text.length - half, end: text.length },
  ];
}

/**
 * Tokens of a text as the model shall see it, with ranges in the original. Where normalisation changed an excerpt, its
 * tokens have the range of the whole excerpt.
 */
export function tokensOf(text: string, tokenizer: Tokenizer): Tokens {
  const all: Tokens = { ids: [], starts: [], ends: [] };
  for (const excerpt of excerptsOf(text)) {
    const original = text.slice(excerpt.start, excerpt.end);
    const normalised = normaliseForModel(original);
    const isExact = normalised === original;
    const { ids, starts, ends } = tokenizer.tokenize(normalised);
    for (const [index, id] of ids.entries()) {
      all.ids.push(id);
      all.starts.push(isExact ? excerpt.start + (starts[index] ?? 0) : excerpt.start);
      all.ends.push(isExact ? excerpt.start + (ends[index] ?? 0) : excerpt.end);
    }
  }
  return all;
}
