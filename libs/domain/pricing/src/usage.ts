import type { LlmSpan } from "@parapet/span";

/**
 * Tokens of one call in exclusive buckets: no token is counted twice, and the input buckets add up to what the model
 * read, the output buckets to what it wrote.
 */
export interface Usage {
  /** Text that was not read from a cache. */
  readonly inputUncached: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly inputAudio: number;
  /** Output that is neither reasoning nor audio. */
  readonly outputText: number;
  readonly reasoning: number;
  readonly outputAudio: number;
}

export type UsageOutcome =
  | { readonly kind: "known"; readonly usage: Usage }
  | { readonly kind: "none" }
  /** The parts that the span reports are larger than their whole. */
  | { readonly kind: "inconsistent" };

/** Token counts of a span. */
export type TokenCounts = Pick<
  LlmSpan,
  | "input_tokens"
  | "output_tokens"
  | "input_uncached_tokens"
  | "cache_read_tokens"
  | "cache_write_5m_tokens"
  | "cache_write_1h_tokens"
  | "input_audio_tokens"
  | "output_audio_tokens"
  | "reasoning_tokens"
>;

/**
 * Splits the counts of a span into exclusive buckets. `input_tokens` counts every input token and `output_tokens` every
 * output token, as OpenTelemetry defines them; a detail that was not reported is taken as zero.
 */
export function usageOf(counts: TokenCounts): UsageOutcome {
  if (Object.values(pickCounts(counts)).every((count) => count === null)) return { kind: "none" };
  const parts = {
    cacheRead: counts.cache_read_tokens ?? 0,
    cacheWrite5m: counts.cache_write_5m_tokens ?? 0,
    cacheWrite1h: counts.cache_write_1h_tokens ?? 0,
    inputAudio: counts.input_audio_tokens ?? 0,
    reasoning: counts.reasoning_tokens ?? 0,
    outputAudio: counts.output_audio_tokens ?? 0,
  };
  const cached = parts.cacheRead + parts.cacheWrite5m + parts.cacheWrite1h;
  const input = counts.input_tokens ?? (counts.input_uncached_tokens ?? 0) + cached + parts.inputAudio;
  const output = counts.output_tokens ?? parts.reasoning + parts.outputAudio;
  const usage: Usage = {
    ...parts,
    inputUncached: input - cached - parts.inputAudio,
    outputText: output - parts.reasoning - parts.outputAudio,
  };
  return Object.values(usage).every(isCount) ? { kind: "known", usage } : { kind: "inconsistent" };
}

function pickCounts(counts: TokenCounts): TokenCounts {
  return {
    input_tokens: counts.input_tokens,
    output_tokens: counts.output_tokens,
    input_uncached_tokens: counts.input_uncached_tokens,
    cache_read_tokens: counts.cache_read_tokens,
    cache_write_5m_tokens: counts.cache_write_5m_tokens,
    cache_write_1h_tokens: counts.cache_write_1h_tokens,
    input_audio_tokens: counts.input_audio_tokens,
    output_audio_tokens: counts.output_audio_tokens,
    reasoning_tokens: counts.reasoning_tokens,
  };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
