import { ParapetError } from "@parapet/runtime";

import type { LearnedModel } from "./learned-model.ts";
import type { ModelManifest } from "./model-manifest.ts";

/** Processors differ in how they add up int8 products; what is further off is another model. */
const TOLERANCE = 0.15;
const DEADLINE_MS = 30_000;

/**
 * Asks a model the questions whose answers its manifest tells.
 *
 * @throws ParapetError `model_unsound` when an answer is another; nothing that it says can be believed then.
 */
export async function checkModel(model: LearnedModel, { name, golden }: ModelManifest): Promise<void> {
  const call = { signal: AbortSignal.timeout(DEADLINE_MS), priority: "inline" } as const;
  for (const [index, { scores, ...input }] of golden.entries()) {
    const { verdicts } = await model.judge({ text: input.text, context: input.context ?? "" }, call);
    for (const [detector, expected] of Object.entries(scores)) {
      const score = verdicts[detector]?.score ?? Number.NaN;
      if (Math.abs(score - expected) <= TOLERANCE) continue;
      const message = `model ${name} gives golden text ${index} a ${detector} score of ${score}, not of ${expected}`;
      throw new ParapetError("model_unsound", `${message}; it does not compute here what it computed when it was made`);
    }
  }
}

/** Says little, and must have a score from every model. */
const PROBE = { text: "Good morning!", context: "Good morning!" };

/**
 * Asks a model that came without golden texts for any score at all.
 *
 * @throws ParapetError `model_unsound` when it has none: its outputs are not what its files say.
 */
export async function checkAnswers(model: LearnedModel, name: string): Promise<void> {
  const { verdicts } = await model.judge(PROBE, { signal: AbortSignal.timeout(DEADLINE_MS), priority: "inline" });
  const unscored = model.detectors.find((detector) => !Number.isFinite(verdicts[detector.name]?.score));
  if (unscored === undefined) return;
  const message = `model ${name} gives no ${unscored.name} score; its logits are no numbers, or not one a label`;
  throw new ParapetError("model_unsound", `${message} (and token, where it judges tokens)`);
}
