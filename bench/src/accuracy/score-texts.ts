import type { TextClassifier } from "@parapet/onnx";

import type { LabelledText } from "./labelled-lines.ts";

/** A text and what a detector says of it. */
export interface ScoredText extends LabelledText {
  /** Calibrated probability in [0, 1]; null where the detector gave none. */
  readonly score: number | null;
}

const BATCH = 64;
const DEADLINE_MS = 600_000;

/**
 * The texts in their order, one by one as the service would: a score depends on nothing else. Other detectors' models are
 * not run.
 *
 * @throws Error where no text has a score, with the reasons: a rate of nothing says nothing.
 */
export async function scoreTexts(
  texts: readonly LabelledText[],
  detector: string,
  classifier: TextClassifier,
): Promise<readonly ScoredText[]> {
  const isWanted = (name: string): boolean => name === detector;
  const scored: ScoredText[] = [];
  const reasons = new Set<string>();
  for (let start = 0; start < texts.length; start += BATCH) {
    const batch = texts.slice(start, start + BATCH);
    const call = { signal: AbortSignal.timeout(DEADLINE_MS), priority: "stream", isWanted } as const;
    const answers = await classifier.classify(batch, call);
    for (const [index, text] of batch.entries()) {
      const outcome = answers[index]?.outcomes[detector];
      if (outcome?.status !== "ran") reasons.add(outcome?.reason ?? "unavailable");
      scored.push({ ...text, score: outcome?.status === "ran" ? outcome.score : null });
    }
  }
  if (scored.some(({ score }) => score !== null)) return scored;
  const why = reasons.size === 0 ? "" : `: ${[...reasons].join(", ")}`;
  throw new Error(`${detector} has a score of none of ${texts.length} texts${why}`);
}
