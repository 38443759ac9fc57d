import { sentencesOf } from "@parapet/faithfulness";
import { chance, shuffled, type Random } from "@parapet/random";

import { chosen } from "../chosen.ts";
import { perturbed } from "./perturbations.ts";
import { rephrased } from "./truthful.ts";

/** A sentence of an answer with the text that it should agree with. */
export interface JudgedPair {
  readonly context: string;
  readonly sentence: string;
  readonly label: 0 | 1;
  /** Where in the sentence words are that are not supported, in UTF-16 units; null when nobody told. */
  readonly wrong: readonly { readonly start: number; readonly end: number }[] | null;
  /** What was done to the sentence. */
  readonly kind: string;
}

/** At most so many variants of a sentence are made of either kind. */
const VARIANTS = 2;
const SECOND_CHANGE_SHARE = 0.6;
const REPHRASED_SHARE = 0.5;
/** Of a context's own sentences, so many are taken for supported ones. */
const OWN_SENTENCES = 2;
const MIN_SENTENCE_LENGTH = 25;
const MAX_SENTENCE_LENGTH = 300;
/** A sentence about something else altogether is easy to tell. */
const FOREIGN_SHARE = 0.06;

export interface PerturbingPlan {
  /** Supported sentences. */
  readonly supported: readonly Pick<JudgedPair, "context" | "sentence">[];
  /** Texts to take foreign words from. */
  readonly contexts: readonly string[];
}

/** Unsupported variants of supported sentences, and supported ones in other words, about as many of each. */
export function perturbedPairs({ supported, contexts }: PerturbingPlan, random: Random): readonly JudgedPair[] {
  return supported.flatMap(({ context, sentence }) => {
    const foreign = chosen(random, contexts) ?? "";
    const pairs: JudgedPair[] = [];
    const changes = chance(random, SECOND_CHANGE_SHARE) ? VARIANTS : 1;
    for (let change = 0; change < changes; change += 1) {
      const start = chance(random, REPHRASED_SHARE) ? rephrased(sentence, random) : sentence;
      const made = perturbed(start, { context, foreign }, random);
      if (made === null) continue;
      pairs.push({ context, sentence: made.text, label: 1, wrong: made.ranges, kind: made.kind });
    }
    const again = Array.from({ length: VARIANTS }, () => rephrased(sentence, random));
    for (const said of new Set(again)) {
      if (said !== sentence) pairs.push({ context, sentence: said, label: 0, wrong: [], kind: "rephrased" });
    }
    if (chance(random, FOREIGN_SHARE)) pairs.push(...foreignSentence(context, foreign, random));
    return pairs;
  });
}

/** Some of a context's own sentences: each is supported by the rest of the context with it. */
export function ownSentences(context: string, random: Random): readonly Pick<JudgedPair, "context" | "sentence">[] {
  const sentences = sentencesOf(context)
    .map(({ start, end }) => context.slice(start, end).trim())
    .filter(({ length }) => length >= MIN_SENTENCE_LENGTH && length <= MAX_SENTENCE_LENGTH);
  return shuffled(random, sentences)
    .slice(0, OWN_SENTENCES)
    .map((sentence) => ({ context, sentence }));
}

function foreignSentence(context: string, foreign: string, random: Random): readonly JudgedPair[] {
  if (foreign === context) return [];
  return ownSentences(foreign, random)
    .slice(0, 1)
    .map(({ sentence }) => ({
      context,
      sentence,
      label: 1,
      wrong: [{ start: 0, end: sentence.length }],
      kind: "foreign",
    }));
}
