import { chooseEvidence, matcherOf, matchKinds, sentencesOf, type MatchKind } from "@parapet/faithfulness";

import type { Tokenizer } from "./tokenizer.ts";

/** Token ids of evidence and answer in one input, with the markers of BERT. The three arrays have the same length. */
export interface EncodedPair {
  readonly ids: readonly number[];
  /** 1 for the tokens of the answer and the marker behind them. */
  readonly types: readonly (0 | 1)[];
  /** How the word of each token stands to the other side. */
  readonly matches: readonly MatchKind[];
  /** For each token of the answer, in order: where its stretch without white space stands in the answer. */
  readonly answerRanges: readonly { readonly start: number; readonly end: number }[];
}

export interface PairLimits {
  /** Tokens of evidence and of answer at most, without markers. */
  readonly maxEvidenceTokens: number;
  readonly maxAnswerTokens: number;
}

const defaultPairLimits: PairLimits = { maxEvidenceTokens: 112, maxAnswerTokens: 64 };

/** The sentences of the context that the answer is compared with, within the limit of tokens. */
export function evidenceFor(
  answer: string,
  context: string,
  tokenizer: Tokenizer,
  { maxEvidenceTokens } = defaultPairLimits,
): readonly string[] {
  const sentences = sentencesOf(context).map(({ start, end }) => {
    const text = context.slice(start, end);
    return { text, cost: tokenizer.tokenize(text).ids.length };
  });
  return chooseEvidence(answer, sentences, maxEvidenceTokens);
}

/** Encodes one sentence of an answer with its evidence; what is beyond the limits is cut off. */
export function encodePair(
  answer: string,
  evidence: readonly string[],
  tokenizer: Tokenizer,
  { maxEvidenceTokens, maxAnswerTokens } = defaultPairLimits,
): EncodedPair {
  const given = evidence.join(" ");
  const left = sideOf(given, answer, tokenizer, maxEvidenceTokens);
  const right = sideOf(answer, given, tokenizer, maxAnswerTokens);
  const { marker } = matchKinds;
  return {
    ids: [tokenizer.startId, ...left.ids, tokenizer.endId, ...right.ids, tokenizer.endId],
    types: [0, ...left.ids.map(() => 0 as const), 0, ...right.ids.map(() => 1 as const), 1],
    matches: [marker, ...left.matches, marker, ...right.matches, marker],
    answerRanges: right.ranges,
  };
}

interface Side {
  readonly ids: readonly number[];
  readonly matches: readonly MatchKind[];
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
}

function sideOf(text: string, other: string, tokenizer: Tokenizer, maxTokens: number): Side {
  const { ids, starts, ends } = tokenizer.tokenize(text);
  const kindOf = matcherOf(other);
  const kept = ids.slice(0, maxTokens);
  const ranges = kept.map((_, index) => ({ start: starts[index] ?? 0, end: ends[index] ?? 0 }));
  return { ids: kept, ranges, matches: ranges.map(({ start, end }) => kindOf(text.slice(start, end))) };
}
