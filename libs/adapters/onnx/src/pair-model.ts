import {
  chooseEvidence,
  isContentWord,
  lexicalFeatureNames,
  lexicalFeatures,
  sentencesOf,
  stemOf,
  wordsOf,
} from "@parapet/faithfulness";

import { stretchesOf, type AnswerStretch } from "./answer-stretches.ts";
import { encodePair, evidenceIn, MAX_ANSWER_TOKENS, MAX_EVIDENCE_TOKENS } from "./encode-pair.ts";
import type { LearnedModel, ModelAnswer, ModelInput, Verdict } from "./learned-model.ts";
import type { PairDetector, PairManifest } from "./model-manifest.ts";
import type { ModelPackage } from "./model-package.ts";
import type { Call, SessionPool } from "./session-pool.ts";
import { sigmoid } from "./sigmoid.ts";
import type { TextRange } from "./text-range.ts";
import type { Tokenizer } from "./tokenizer.ts";

export const pairModelInputs = ["input_ids", "token_type_ids", "match_ids"] as const;
export const pairModelOutputs = ["logits", "token_logits"] as const;

export interface PairModelDeps {
  readonly files: ModelPackage<PairManifest>;
  readonly tokenizer: Tokenizer;
  readonly pool: SessionPool;
}

/** What a sentence of an answer and its evidence look like to the logistic regression, by feature. */
export type PairFeatures = Readonly<Record<string, number>>;

/** Of a longer context the end is read, which is the newest; of a longer answer the start. In UTF-16 units. */
const MAX_CONTEXT_UNITS = 65_536;
/** More of a sentence is not compared, for that takes the square of its length; in UTF-16 units. */
const MAX_SENTENCE_UNITS = 4_096;
/** Of a longer answer, those stretches are judged whose words the context has least. */
const MAX_STRETCHES = 48;

/** Reads sentences with their evidence. */
export interface PairReader {
  readonly tokenizer: Tokenizer;
  readonly read: (pair: Pair, call: Call) => Promise<PairFeatures>;
}

export function createPairReader({ files, tokenizer, pool }: PairModelDeps): PairReader {
  const { version } = files;
  const read = async (pair: Pair, call: Call): Promise<PairFeatures> => {
    const sentence = pair.sentence.slice(0, MAX_SENTENCE_UNITS);
    const evidence = pair.evidence.map((text) => text.slice(0, MAX_SENTENCE_UNITS));
    const { ids, types, matches } = encodePair(sentence, evidence, tokenizer);
    const row = { input_ids: ids, token_type_ids: types, match_ids: matches };
    const { logits, token_logits: tokens } = await pool.run(version, row, call);
    const ofAnswer = types.flatMap((type, index) => (type === 1 ? [tokens?.[index] ?? Number.NaN] : []));
    const lexical = lexicalFeatures(sentence, evidence);
    return {
      logit: logits?.[0] ?? Number.NaN,
      token: Math.max(...ofAnswer),
      tokens: Math.log1p(ofAnswer.reduce((sum, logit) => sum + softplus(logit), 0)),
      ...Object.fromEntries(lexicalFeatureNames.map((feature, index) => [feature, lexical[index] ?? 0])),
    };
  };
  return { tokenizer, read };
}

/** Asks of each sentence of a text whether its context supports it; the text's score is that of the worst. */
export function createPairModel({ manifest, version }: PairModelDeps["files"], reader: PairReader): LearnedModel {
  const [detector] = manifest.detectors;
  if (detector === undefined) throw new RangeError("a manifest without a detector");
  const { name, category, defaultThreshold } = detector;
  return {
    detectors: [{ name, category, defaultThreshold, version }],
    embeddingVersion: null,
    judge: async ({ text, context = "" }: ModelInput, call): Promise<ModelAnswer> => {
      if (context.trim() === "") return { verdicts: { [name]: null }, embedding: null };
      const { pairs, isPartial } = pairsOf(text, context, reader.tokenizer);
      const verdicts = await Promise.all(
        pairs.map(async ({ start, end, ...pair }): Promise<Verdict> => {
          return { score: scoreOf(await reader.read(pair, call), detector), start, end };
        }),
      );
      return { verdicts: { [name]: worst(verdicts) }, embedding: null, isPartial };
    },
  };
}

/** A sentence or a stretch of a long one, and the sentences of its context that it is compared with. */
export interface Pair {
  readonly sentence: string;
  readonly evidence: readonly string[];
}

interface Pairs {
  readonly pairs: readonly (Pair & TextRange)[];
  /** Whether there is more in text or context than the pairs hold. */
  readonly isPartial: boolean;
}

function pairsOf(text: string, context: string, tokenizer: Tokenizer): Pairs {
  const read = context.slice(-MAX_CONTEXT_UNITS);
  const stretches = sentencesOf(text.slice(0, MAX_CONTEXT_UNITS))
    .flatMap((range) => stretchesOf(text, range, tokenizer, MAX_ANSWER_TOKENS))
    .map((stretch) => ({ ...stretch, sentence: text.slice(stretch.start, stretch.end) }));
  const given = evidenceIn(read, tokenizer);
  const pairs = mostNovel(stretches, read).map(({ sentence, start, end }) => {
    return { sentence, start, end, evidence: chooseEvidence(sentence, given, MAX_EVIDENCE_TOKENS) };
  });
  const isLonger = text.length > MAX_CONTEXT_UNITS || context.length > MAX_CONTEXT_UNITS;
  return { pairs, isPartial: isLonger || pairs.length < stretches.length || !stretches.every(isRead) };
}

function isRead({ start, end, isWhole }: AnswerStretch): boolean {
  return isWhole && end - start <= MAX_SENTENCE_UNITS;
}

/** Chosen by words alone: the evidence of sentences that are not judged is not looked for. */
function mostNovel<T extends Pick<Pair, "sentence">>(sentences: readonly T[], context: string): readonly T[] {
  if (sentences.length <= MAX_STRETCHES) return sentences;
  const given = new Set(wordsOf(context).map(({ text }) => stemOf(text)));
  const noveltyOf = (sentence: string): number => {
    const content = wordsOf(sentence).filter(({ text }) => isContentWord(text));
    return content.filter(({ text }) => !given.has(stemOf(text))).length / Math.max(1, content.length);
  };
  return sentences
    .map((one) => ({ one, novelty: noveltyOf(one.sentence) }))
    .toSorted((a, b) => b.novelty - a.novelty)
    .slice(0, MAX_STRETCHES)
    .map(({ one }) => one);
}

/** `-log(1 - p)` of a logit: summed over tokens, that of all of them being supported. */
function softplus(logit: number): number {
  return Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
}

function scoreOf(features: PairFeatures, { weights, intercept }: PairDetector): number {
  return sigmoid(
    Object.entries(weights).reduce((sum, [name, weight]) => sum + weight * (features[name] ?? Number.NaN), intercept),
  );
}

/** A sentence that cannot be scored makes the whole answer unscored; an answer without sentences claims nothing. */
function worst(verdicts: readonly Verdict[]): Verdict {
  const unscored = verdicts.find(({ score }) => Number.isNaN(score));
  if (unscored !== undefined) return unscored;
  return verdicts.reduce((most, verdict) => (verdict.score > most.score ? verdict : most), {
    score: 0,
    start: 0,
    end: 0,
  });
}
