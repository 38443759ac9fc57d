import { splitWhole } from "./split-whole.ts";
import type { Tally } from "./tally.ts";
import type { UsageFlag } from "./usage-flags.ts";
import type { Usage } from "./usage.ts";

export interface ExclusiveBuckets {
  readonly usage: Usage;
  /** Everything that the model read; null when the total was not told. */
  readonly inputTokens: number | null;
  /** Everything that the model wrote; null when the total was not told. */
  readonly outputTokens: number | null;
  readonly flags: ReadonlySet<UsageFlag>;
}

type OutputBucket = "outputText" | "outputImage" | "outputAudio" | "outputVideo" | "reasoning" | "citations";
type InputBucket = Exclude<keyof Usage, OutputBucket | "webSearches">;

/**
 * Splits a tally into buckets that do not overlap. Where a total is known its buckets add up to it: parts beyond their
 * whole are cut to what is left of it, and the result is flagged. Where only details are known, the total stays unknown.
 */
export function exclusiveBuckets(tally: Tally): ExclusiveBuckets {
  const flags = new Set<UsageFlag>();
  const onExcess = (): void => void flags.add("usage_inconsistent");
  const inputTokens =
    tally.input ?? sumOfKnown([tally.inputText, tally.inputImage, tally.inputAudio, tally.inputVideo]);
  const outputTokens =
    tally.output ?? sumOfKnown([tally.outputText, tally.outputImage, tally.outputAudio, tally.outputVideo]);
  const input = inputBuckets(tally, inputTokens, onExcess);
  const output = outputBuckets(tally, outputTokens, onExcess);
  const isInputPartial = inputTokens === null && Object.values(input).some((bucket) => bucket > 0);
  const isOutputPartial = outputTokens === null && output.reasoning > 0;
  if (isInputPartial || isOutputPartial || (tally.uncounted ?? 0) > 0) flags.add("usage_partial");
  if (tally.total !== null && !isSum(tally.total, inputTokens, outputTokens)) flags.add("total_mismatch");
  return { usage: { ...input, ...output, webSearches: tally.webSearches ?? 0 }, inputTokens, outputTokens, flags };
}

function inputBuckets(tally: Tally, total: number | null, onExcess: () => void): Pick<Usage, InputBucket> {
  const input = splitWhole(total, onExcess);
  const cached = input.take(
    tally.cacheRead ?? sumOfKnown([tally.cacheReadImage, tally.cacheReadAudio, tally.cacheReadVideo]),
  );
  const writes = cacheWrites(tally, onExcess);
  const cacheWrite5m = input.take(writes.fiveMinutes);
  const cacheWrite1h = input.take(writes.oneHour);
  const cache = splitWhole(cached, onExcess);
  const cacheReadImage = cache.take(tally.cacheReadImage);
  const cacheReadAudio = cache.take(tally.cacheReadAudio);
  const cacheReadVideo = cache.take(tally.cacheReadVideo);
  return {
    cacheRead: cache.rest(),
    cacheReadImage,
    cacheReadAudio,
    cacheReadVideo,
    cacheWrite5m,
    cacheWrite1h,
    inputImage: input.take(uncachedPart(tally.inputImage, cacheReadImage, onExcess)),
    inputAudio: input.take(uncachedPart(tally.inputAudio, cacheReadAudio, onExcess)),
    inputVideo: input.take(uncachedPart(tally.inputVideo, cacheReadVideo, onExcess)),
    inputUncached: input.rest(),
  };
}

/** Counts by modality include what a cache served, where they are told at all. */
function uncachedPart(all: number | null, cached: number, onExcess: () => void): number | null {
  if (all === null) return null;
  const parts = splitWhole(all, onExcess);
  parts.take(cached);
  return parts.rest();
}

/** Writes that are not told apart by lifetime count as five minutes, the providers' default. */
function cacheWrites(
  { cacheWrite, cacheWrite5m, cacheWrite1h }: Tally,
  onExcess: () => void,
): { readonly fiveMinutes: number; readonly oneHour: number } {
  const writes = splitWhole(cacheWrite ?? sumOfKnown([cacheWrite5m, cacheWrite1h]), onExcess);
  const oneHour = writes.take(cacheWrite1h);
  const fiveMinutes = writes.take(cacheWrite5m);
  return { fiveMinutes: fiveMinutes + writes.rest(), oneHour };
}

function outputBuckets(tally: Tally, total: number | null, onExcess: () => void): Pick<Usage, OutputBucket> {
  const output = splitWhole(total, onExcess);
  return {
    reasoning: output.take(tally.reasoning),
    citations: output.take(tally.citations),
    outputImage: output.take(tally.outputImage),
    outputAudio: output.take(tally.outputAudio),
    outputVideo: output.take(tally.outputVideo),
    outputText: output.rest(),
  };
}

function isSum(total: number, input: number | null, output: number | null): boolean {
  if (input === null || output === null) return total >= (input ?? output ?? 0);
  return total === input + output;
}

/** Null where none is known: a whole that nothing told is not zero. */
function sumOfKnown(parts: readonly (number | null)[]): number | null {
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? null : known.reduce((sum, part) => sum + part, 0);
}
