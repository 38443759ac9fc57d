import type { LlmSpan } from "@parapet/span";
import type { Usage } from "@parapet/usage";

export type UsageOutcome =
  | { readonly kind: "known"; readonly usage: Usage }
  | { readonly kind: "none" }
  /** Nothing tells what the model read, which is not zero. */
  | { readonly kind: "partial" }
  /** The parts that the span reports are larger than their whole. */
  | { readonly kind: "inconsistent" };

const inputColumns = [
  "input_tokens",
  "input_uncached_tokens",
  "cache_read_tokens",
  "cache_read_audio_tokens",
  "cache_read_image_tokens",
  "cache_write_5m_tokens",
  "cache_write_1h_tokens",
  "input_image_tokens",
  "input_audio_tokens",
  "input_video_tokens",
] as const satisfies readonly (keyof LlmSpan)[];

const countedColumns = [
  ...inputColumns,
  "output_tokens",
  "output_text_tokens",
  "output_image_tokens",
  "output_audio_tokens",
  "reasoning_tokens",
] as const satisfies readonly (keyof LlmSpan)[];

/** Token counts of a span. */
export type TokenCounts = Pick<LlmSpan, (typeof countedColumns)[number]>;

/**
 * Splits the counts of a span into exclusive buckets. `input_tokens` counts every input token and `output_tokens` every
 * output token, as OpenTelemetry defines them; a detail that was not reported is taken as zero.
 */
export function usageOf(counts: TokenCounts): UsageOutcome {
  if (countedColumns.every((column) => counts[column] === null)) return { kind: "none" };
  const usage: Usage = { ...inputOf(counts), ...outputOf(counts), webSearches: 0 };
  if (!Object.values(usage).every(isCount)) return { kind: "inconsistent" };
  return inputColumns.every((column) => counts[column] === null) ? { kind: "partial" } : { kind: "known", usage };
}

type InputUsage = Omit<Usage, keyof OutputUsage | "webSearches">;
type OutputUsage = Pick<
  Usage,
  "outputText" | "outputImage" | "outputAudio" | "outputVideo" | "reasoning" | "citations"
>;

function inputOf(counts: TokenCounts): InputUsage {
  const cached = counts.cache_read_tokens;
  const cacheReadAudio = counts.cache_read_audio_tokens ?? 0;
  const cacheReadImage = counts.cache_read_image_tokens ?? 0;
  const parts = {
    inputImage: counts.input_image_tokens ?? 0,
    inputAudio: counts.input_audio_tokens ?? 0,
    inputVideo: counts.input_video_tokens ?? 0,
    cacheRead: cached === null ? 0 : cached - cacheReadAudio - cacheReadImage,
    cacheReadImage,
    cacheReadAudio,
    cacheReadVideo: 0,
    cacheWrite5m: counts.cache_write_5m_tokens ?? 0,
    cacheWrite1h: counts.cache_write_1h_tokens ?? 0,
  };
  const { input_tokens: input, input_uncached_tokens: uncached } = counts;
  return { ...parts, inputUncached: input === null ? (uncached ?? 0) : input - sumOf(parts) };
}

function outputOf(counts: TokenCounts): OutputUsage {
  const parts = {
    outputImage: counts.output_image_tokens ?? 0,
    outputAudio: counts.output_audio_tokens ?? 0,
    // Spans have no columns for these two, which are in their output text.
    outputVideo: 0,
    citations: 0,
    reasoning: counts.reasoning_tokens ?? 0,
  };
  const { output_tokens: output, output_text_tokens: text } = counts;
  return { ...parts, outputText: output === null ? (text ?? 0) : output - sumOf(parts) };
}

function sumOf(parts: Readonly<Record<string, number>>): number {
  return Object.values(parts).reduce((sum, part) => sum + part, 0);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
