import { isContentWord, stemOf, wordsOf } from "./words-of.ts";

/** A sentence of the context and what it costs, in whatever unit the budget is. */
export interface EvidenceSentence {
  readonly text: string;
  readonly cost: number;
}

/** Shared words of a neighbour count so much: who "she" is stands in the sentence before. */
const NEIGHBOUR_SHARE = 0.25;

/**
 * The sentences of a context that an answer is to be compared with: those that share most of its words, rare words
 * counting more (inverse document frequency within the context), until the budget is spent. In the order of the context.
 */
export function chooseEvidence(
  answer: string,
  sentences: readonly EvidenceSentence[],
  budget: number,
): readonly string[] {
  const total = sentences.reduce((sum, { cost }) => sum + cost, 0);
  if (total <= budget) return sentences.map(({ text }) => text);
  const ranked = rank(answer, sentences);
  const chosen = new Set<number>();
  let left = budget;
  for (const index of ranked) {
    const cost = sentences[index]?.cost ?? 0;
    if (chosen.size > 0 && cost > left) continue;
    chosen.add(index);
    left -= cost;
    if (left <= 0) break;
  }
  return sentences.flatMap(({ text }, index) => (chosen.has(index) ? [text] : []));
}

function rank(answer: string, sentences: readonly EvidenceSentence[]): readonly number[] {
  const sets = sentences.map(({ text }) => stemsOf(text));
  const frequencies = new Map<string, number>();
  for (const set of sets) for (const stem of set) frequencies.set(stem, (frequencies.get(stem) ?? 0) + 1);
  const asked = stemsOf(answer);
  const own = sets.map((set) => {
    let score = 0;
    for (const stem of asked) {
      if (set.has(stem)) score += Math.log(1 + sentences.length / (frequencies.get(stem) ?? 1));
    }
    return score;
  });
  const scores = own.map(
    (score, index) => score + NEIGHBOUR_SHARE * Math.max(own[index - 1] ?? 0, own[index + 1] ?? 0),
  );
  return scores.map((_, index) => index).toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}

function stemsOf(text: string): ReadonlySet<string> {
  return new Set(wordsOf(text).flatMap(({ text: word }) => (isContentWord(word) ? [stemOf(word)] : [])));
}
