import {
  indexEvidence,
  matcherOf,
  matchKinds,
  sentencesOf,
  type EvidenceIndex,
  type MatchKind,
} from "@parapet/faithfulness";

import { matchKindsOf } from "./match-kinds.ts";
import type { TextTokenizer, Tokenizer } from "./tokenizer.ts";

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

/** Tokens of evidence and of answer at most, without markers. */
export const MAX_EVIDENCE_TOKENS = 112;
export const MAX_ANSWER_TOKENS = 64;

/** Each is ranked for every sentence of an answer: those of a context that has more are taken several at a time. */
const MAX_EVIDENCE = 1_000;

/** The sentences of a context with what each takes of the room for evidence, in tokens. */
export function evidenceIn(context: string, tokenizer: TextTokenizer): EvidenceIndex {
  const sentences = sentencesOf(context);
  const atATime = Math.ceil(sentences.length / MAX_EVIDENCE);
  return indexEvidence(
    sentences.flatMap(({ start }, index) => {
      if (index % atATime !== 0) return [];
      const last = sentences[Math.min(index + atATime, sentences.length) - 1];
      const text = context.slice(start, last?.end);
      return [{ text, cost: tokenizer.tokenize(text).ids.length }];
    }),
  );
}

/** Encodes one sentence of an answer with its evidence; what is beyond the limits is cut off. */
export function encodePair(answer: string, evidence: readonly string[], tokenizer: Tokenizer): EncodedPair {
  const given = evidence.join(" ");
  const left = sideOf(given, answer, tokenizer, MAX_EVIDENCE_TOKENS);
  const right = sideOf(answer, given, tokenizer, MAX_ANSWER_TOKENS);
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
  const kept = ids.slice(0, maxTokens);
  const ranges = kept.map((_, index) => ({ start: starts[index] ?? 0, end: ends[index] ?? 0 }));
  return { ids: kept, ranges, matches: matchKindsOf(text, ranges, matcherOf(other)) };
}
