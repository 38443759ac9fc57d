import type { Category } from "@parapet/detection";

import { injectionSources } from "./injection-sources.ts";
import type { Source } from "./source.ts";
import { toxicitySources } from "./toxicity-sources.ts";

/** What is decided about a head before it is trained. */
export interface HeadPlan {
  readonly name: string;
  readonly category: Category;
  readonly sources: readonly Source[];
  /** Files of our own texts: the thing itself, and what only looks like it. */
  readonly ownPositives: string;
  readonly ownNegatives: string;
  readonly threshold: number;
  /** Share of positives that the calibration assumes. The lower, the more a text must stand out to be flagged. */
  readonly assumedShare: number;
  readonly l2: number;
  /** What a reader of the model card must know before relying on it. */
  readonly limits: readonly string[];
}

/**
 * `assumedShare` is set so that the threshold is of use on families that were held out: of harmless texts less than one
 * in fifty is above it for injection, of ordinary prompts and code next to none for toxicity.
 */
export const headPlans: readonly HeadPlan[] = [
  {
    name: "injection",
    category: "injection",
    sources: injectionSources,
    ownPositives: "injection-attack.txt",
    ownNegatives: "injection-benign.txt",
    threshold: 0.7,
    assumedShare: 0.25,
    l2: 3e-4,
    limits: [
      "It sees blunt attacks. Recall on families of attacks it was not trained on is low at a threshold that leaves ordinary prompts alone.",
      "Instructions hidden in documents (indirect injection) are hardly told from the document: see BIPIA in the table.",
      "A linear head on a frozen sentence encoder knows topics better than intents: innocent texts about attacks score higher than others.",
      "Mostly English, some German; other languages only through the encoder and a few of our own texts.",
    ],
  },
  {
    name: "toxicity",
    category: "toxicity",
    sources: toxicitySources,
    ownPositives: "toxicity-toxic.txt",
    ownNegatives: "toxicity-benign.txt",
    threshold: 0.8,
    assumedShare: 0.4,
    l2: 3e-4,
    limits: [
      "It sees open abuse. Implicit hate, sarcasm and emoji used as insults are mostly missed.",
      "Profanity that hurts nobody can be flagged; annotators of the sources disagree about it too (see the texts judged clean).",
      "The sources over-represent American English and have known biases about dialects.",
      "English; other languages only through the encoder and a few of our own texts.",
    ],
  },
];
