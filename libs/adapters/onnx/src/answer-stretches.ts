import type { TextRange } from "./text-range.ts";
import type { TextTokenizer } from "./tokenizer.ts";

/** Part of a sentence that a pair model is asked about by itself. */
export interface AnswerStretch extends TextRange {
  /** Whether it has no more tokens than asked for. */
  readonly isWhole: boolean;
}

/**
 * A sentence as it is if it has few tokens, else parted between words into stretches of like length. Without white space it
 * cannot be parted: such a stretch is not whole.
 */
export function stretchesOf(
  text: string,
  { start, end }: TextRange,
  tokenizer: TextTokenizer,
  maxTokens: number,
): readonly AnswerStretch[] {
  const { starts, ends } = tokenizer.tokenize(text.slice(start, end));
  if (starts.length <= maxTokens) return [{ start, end, isWhole: true }];
  const size = Math.ceil(starts.length / Math.ceil(starts.length / maxTokens));
  const stretches: AnswerStretch[] = [];
  for (let first = 0; first < starts.length;) {
    const next = wordAfter(starts, first, size);
    const [from, to] = [starts[first] ?? 0, ends[next - 1] ?? 0];
    stretches.push({ start: start + from, end: start + to, isWhole: next - first <= maxTokens });
    first = next;
  }
  return stretches;
}

/** The last place at which a word begins and which is at most `size` tokens on; the next one where there is none. */
function wordAfter(starts: readonly number[], first: number, size: number): number {
  const begins = (place: number): boolean => place >= starts.length || starts[place] !== starts[place - 1];
  for (let place = Math.min(first + size, starts.length); place > first; place -= 1) if (begins(place)) return place;
  let place = first + size;
  while (!begins(place)) place += 1;
  return place;
}
