import { createHash } from "node:crypto";
import { basename, resolve } from "node:path";

import type { HubModelOptions } from "./hub-model-options.ts";

/** What the scores of weights from elsewhere follow from. */
export interface HubIngredients {
  /** SHA-256 of the graph and of the weights beside it. */
  readonly weights: string;
  /** The text of each other file that is read, null where the export has none. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly options: HubModelOptions;
}

/**
 * Name of the folder and eight hex digits of the SHA-256 of all that the scores follow from. The threshold is no part of it:
 * it decides what is made of a score.
 */
export function hubVersion({ weights, files, options }: HubIngredients): string {
  const { folder, task, labels, calibration, maxTokens, stride } = options;
  const asked = [task, labels, calibration?.slope, calibration?.intercept, maxTokens, stride];
  const told = JSON.stringify([weights, Object.entries(files), asked]);
  return `${basename(resolve(folder))}-${createHash("sha256").update(told).digest("hex").slice(0, 8)}`;
}
