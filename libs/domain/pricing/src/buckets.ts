import type { Usage } from "@parapet/usage";

/** Everything that is billed by the piece, in the order in which `charge` counts; that of `Usage`. */
export const billedBuckets = [
  "inputUncached",
  "inputImage",
  "inputAudio",
  "inputVideo",
  "cacheRead",
  "cacheReadImage",
  "cacheReadAudio",
  "cacheReadVideo",
  "cacheWrite5m",
  "cacheWrite1h",
  "outputText",
  "outputImage",
  "outputAudio",
  "outputVideo",
  "reasoning",
  "citations",
  "webSearches",
] as const satisfies readonly (keyof Usage)[];
export type BilledBucket = (typeof billedBuckets)[number];

export const BUCKET_COUNT = billedBuckets.length;

/** Buckets before this index are input tokens. */
export const INPUT_END = billedBuckets.indexOf("outputText");

/** Buckets from `INPUT_END` to before this index are output tokens. */
export const OUTPUT_END = billedBuckets.indexOf("webSearches");

/** Writes the counts of `usage` in the order of `billedBuckets`; false where one of them is no count. */
export function writeCounts(usage: Usage, counts: Float64Array): boolean {
  counts[0] = usage.inputUncached;
  counts[1] = usage.inputImage;
  counts[2] = usage.inputAudio;
  counts[3] = usage.inputVideo;
  counts[4] = usage.cacheRead;
  counts[5] = usage.cacheReadImage;
  counts[6] = usage.cacheReadAudio;
  counts[7] = usage.cacheReadVideo;
  counts[8] = usage.cacheWrite5m;
  counts[9] = usage.cacheWrite1h;
  counts[10] = usage.outputText;
  counts[11] = usage.outputImage;
  counts[12] = usage.outputAudio;
  counts[13] = usage.outputVideo;
  counts[14] = usage.reasoning;
  counts[15] = usage.citations;
  counts[16] = usage.webSearches;
  for (let index = 0; index < BUCKET_COUNT; index += 1) {
    const count = counts[index] ?? -1;
    if (!Number.isSafeInteger(count) || count < 0) return false;
  }
  return true;
}
