import { isContentWord, stemOf, wordsOf } from "./words-of.ts";

/** A sentence of the context and what it costs, in whatever unit the budget is. */
export interface EvidenceSentence {
  readonly text: string;
  readonly cost: number;
}

/** Shared words of a neighbour count so much: who "she" is stands in the sentence before. */
const NEIGHBOUR_SHARE = 0.25;

/** Which sentences of a context have which words: made once for all the answers that are compared with it. */
export interface EvidenceIndex {
  readonly sentences: readonly EvidenceSentence[];
  /** Numbers of the sentences that a stem stands in, by stem. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

export function indexEvidence(sentences: readonly EvidenceSentence[]): EvidenceIndex {
  const places = new Map<string, number[]>();
  for (const [index, { text }] of sentences.entries()) {
    for (const stem of stemsOf(text)) {
      const known = places.get(stem);
      if (known === undefined) places.set(stem, [index]);
      else known.push(index);
    }
  }
  return { sentences, places };
}

/**
 * The sentences of a context that an answer is to be compared with: those that share most of its words, rare words
 * counting more (inverse document frequency within the context), until the budget is spent. In the order of the context.
 */
export function chooseEvidence(answer: string, index: EvidenceIndex, budget: number): readonly string[] {
  const { sentences } = index;
  const total = sentences.reduce((sum, { cost }) => sum + cost, 0);
  if (total <= budget) return sentences.map(({ text }) => text);
  const chosen = new Set<number>();
  let left = budget;
  for (const place of rank(answer, index)) {
    const cost = sentences[place]?.cost ?? 0;
    if (chosen.size > 0 && cost > left) continue;
    chosen.add(place);
    left -= cost;
    if (left <= 0) break;
  }
  return sentences.flatMap(({ text }, place) => (chosen.has(place) ? [text] : []));
}

function rank(answer: string, { sentences, places }: EvidenceIndex): readonly number[] {
  const own = sentences.map(() => 0);
  for (const stem of stemsOf(answer)) {
    const found = places.get(stem) ?? [];
    for (const place of found) own[place] = (own[place] ?? 0) + Math.log(1 + sentences.length / found.length);
  }
  const scores = own.map(
    (score, place) => score + NEIGHBOUR_SHARE * Math.max(own[place - 1] ?? 0, own[place + 1] ?? 0),
  );
  return scores.map((_, place) => place).toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}

function stemsOf(text: string): ReadonlySet<string> {
  return new Set(wordsOf(text).flatMap(({ text: word }) => (isContentWord(word) ? [stemOf(word)] : [])));
}
