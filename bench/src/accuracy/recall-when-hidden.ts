import type { TextClassifier } from "@parapet/onnx";

import { evasions } from "./evasions.ts";
import { scoreTexts, type ScoredText } from "./score-texts.ts";

/** What a detector still finds of texts that are written to hide what they say. */
export interface HiddenRecall {
  readonly evasion: string;
  /** Share of the texts that score strictly above the threshold. One without a score is missed. */
  readonly recall: number;
  /** Recall of the same texts as they stand, less this one. */
  readonly lost: number;
  /** Texts that have no score any more. */
  readonly unscored: number;
  readonly texts: number;
}

export interface HiddenOptions {
  readonly detector: string;
  readonly threshold: number;
  readonly classifier: TextClassifier;
}

/**
 * The recall under each evasion, of those texts of label 1 that have a score as they stand.
 *
 * @throws Error where there are none, or where none has a score once it is hidden.
 */
export async function recallWhenHidden(
  texts: readonly ScoredText[],
  { detector, threshold, classifier }: HiddenOptions,
): Promise<readonly HiddenRecall[]> {
  const positives = texts.filter(({ label, score }) => label === 1 && score !== null);
  if (positives.length === 0) throw new Error("--evasions needs texts of label 1 that have a score");
  const plain = recallOf(positives, threshold);
  const recalls: HiddenRecall[] = [];
  for (const [evasion, hide] of Object.entries(evasions)) {
    const written = positives.map((text) => ({ ...text, text: hide(text.text) }));
    const hidden = await scoreTexts(written, detector, classifier);
    const recall = recallOf(hidden, threshold);
    const unscored = hidden.filter(({ score }) => score === null).length;
    recalls.push({ evasion, recall, lost: plain - recall, unscored, texts: hidden.length });
  }
  return recalls;
}

function recallOf(positives: readonly ScoredText[], threshold: number): number {
  return positives.filter(({ score }) => score !== null && score > threshold).length / positives.length;
}
