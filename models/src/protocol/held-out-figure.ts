import { seededRandom } from "@parapet/random";
import { auroc, bootstrapInterval, recallAtFalsePositiveRate, type Scored } from "@parapet/stats";
import { z } from "zod";

const SAMPLES = 300;
const SEED = 11;

const interval = z.object({ low: z.number(), high: z.number() }).nullable();

/** What is compared: a linear model, heads on the encoder as it was published, and what ships. */
export const comparedModels = ["linear", "frozen encoder", "trained"] as const;
export type ComparedModel = (typeof comparedModels)[number];

/**
 * What one model said of one family that it had not seen; `recall` is at one percent of false positives among the
 * family's own texts.
 */
export const heldOutFigure = z.object({
  question: z.string(),
  family: z.string(),
  model: z.enum(comparedModels),
  texts: z.int(),
  positives: z.int(),
  auroc: z.number().nullable(),
  recall: z.number().nullable(),
  /** What 95 of 100 samples of these texts give: few negatives make a loose threshold. */
  aurocInterval: interval,
  recallInterval: interval,
  /** How long the models were trained. */
  epochRows: z.int(),
  epochs: z.int(),
});

export type HeldOutFigure = z.output<typeof heldOutFigure>;

/** What is known of a figure before it is measured. */
export type HeldOutQuestion = Pick<HeldOutFigure, "question" | "family" | "model" | "epochRows" | "epochs">;

/** None where a family has texts of one kind only. */
export function measureHeldOut(asked: HeldOutQuestion, scored: readonly Scored[]): readonly HeldOutFigure[] {
  const positives = scored.filter(({ label }) => label === 1).length;
  if (positives === 0 || positives === scored.length) return [];
  const intervalOf = (figureOf: (sample: readonly Scored[]) => number | null): HeldOutFigure["recallInterval"] =>
    bootstrapInterval(scored, figureOf, { samples: SAMPLES, random: seededRandom(SEED) });
  const recallOf = (sample: readonly Scored[]): number | null => recallAtFalsePositiveRate(sample, 0.01);
  return [
    {
      ...asked,
      texts: scored.length,
      positives,
      auroc: auroc(scored),
      recall: recallOf(scored),
      aurocInterval: intervalOf(auroc),
      recallInterval: intervalOf(recallOf),
    },
  ];
}
