import { categories } from "@parapet/detection";
import { z } from "zod";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Platt scaling: the probability is the sigmoid of `slope · logit + intercept`. */
const calibration = z.strictObject({ slope: z.number().positive(), intercept: z.number() });

const probability = z.number().gt(0).lt(1);

/** Points to work at, fitted on development data: the share of harmless texts that are found is 0.1, 1 and 5 %. */
const thresholds = z.strictObject({ strict: probability, balanced: probability, lenient: probability });

const detectorShape = {
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  category: z.enum(categories),
  /** A finding is made when the score is strictly greater, where no policy says otherwise. */
  defaultThreshold: probability,
  thresholds,
};

/** A question about a text: the greatest of its parts, each an output of the model of its own. */
const textDetector = z.strictObject({
  ...detectorShape,
  parts: z
    .array(
      z.strictObject({
        /** Position in the output `logits`. */
        output: z.int().nonnegative(),
        /** What the log-odds of the n-gram model count beside it. */
        ngramWeight: z.number().nonnegative(),
        calibration,
      }),
    )
    .min(1),
});

/** A question about a sentence and its evidence: a logistic regression over what the model says and what the words say. */
const pairDetector = z.strictObject({
  ...detectorShape,
  /** By feature: `logit`, `token` and the lexical ones. */
  weights: z.record(z.string(), z.number()),
  intercept: z.number(),
});

const common = {
  name: z.string().min(1),
  /** Raised with every training. */
  version: z.string().min(1),
  licence: z.string().min(1),
  files: z.record(z.string(), sha256),
  /** Of the rows it was trained on. */
  trainingData: sha256,
  /** Texts with the scores that they must have; tells an artefact or a processor that computes otherwise. */
  golden: z.array(
    z.strictObject({
      text: z.string(),
      context: z.string().optional(),
      scores: z.record(z.string(), z.number()),
    }),
  ),
};

const textManifest = z.strictObject({
  ...common,
  kind: z.literal("text"),
  /** What the file `ngrams.bin` holds: 2^bits weights of one byte. */
  ngrams: z.strictObject({ bits: z.int().min(1).max(24), bias: z.number(), scale: z.number().positive() }),
  detectors: z.array(textDetector).min(1),
});

const pairManifest = z.strictObject({ ...common, kind: z.literal("pair"), detectors: z.array(pairDetector).length(1) });

/** What stands in `manifest.json` beside a model. */
export const modelManifest = z.discriminatedUnion("kind", [textManifest, pairManifest]);

export type ModelManifest = z.infer<typeof modelManifest>;
export type TextManifest = z.infer<typeof textManifest>;
export type PairManifest = z.infer<typeof pairManifest>;
export type TextDetector = z.infer<typeof textDetector>;
export type PairDetector = z.infer<typeof pairDetector>;
