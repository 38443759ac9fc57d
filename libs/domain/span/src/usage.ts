import type { LlmSpan } from "./llm-span.ts";
import type { QualityFlag } from "./quality-flags.ts";
import type { FactName, SpanFacts } from "./span-facts.ts";

/** The token columns of `LlmSpan`. */
export type Usage = Pick<
  LlmSpan,
  | "input_tokens"
  | "output_tokens"
  | "total_tokens"
  | "input_uncached_tokens"
  | "cache_read_tokens"
  | "cache_write_5m_tokens"
  | "cache_write_1h_tokens"
  | "input_audio_tokens"
  | "output_audio_tokens"
  | "reasoning_tokens"
>;

/** The facts that usage is computed from. */
export const usageFacts: ReadonlySet<FactName> = new Set<FactName>([
  "inputTokens",
  "outputTokens",
  "totalTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
  "cacheWrite5mTokens",
  "cacheWrite1hTokens",
  "inputAudioTokens",
  "outputAudioTokens",
  "reasoningTokens",
]);

/**
 * Splits usage into buckets that exclude one another: uncached + cache read + cache writes + audio = input tokens, each
 * token in exactly one price. OpenTelemetry counts cached tokens within `input_tokens`; Anthropic's raw counts leave them
 * out, which shows when they exceed it, or when the stated total only fits so. Then they are added up, and flagged.
 */
export function normaliseUsage(facts: SpanFacts): { readonly usage: Usage; readonly flags: readonly QualityFlag[] } {
  const flags = new Set<QualityFlag>();
  const writes = cacheWrites(facts);
  const cached = (facts.cacheReadTokens ?? 0) + (writes.fiveMinutes ?? 0) + (writes.oneHour ?? 0);
  const input = inputTokens(facts, cached, flags);
  const output = facts.outputTokens ?? null;
  const audio = exclusiveAudio(facts, input, { cached, flags });
  const outputDetails = [facts.reasoningTokens ?? 0, facts.outputAudioTokens ?? 0];
  if (output !== null && outputDetails.some((detail) => detail > output)) flags.add("usage_inconsistent");
  const usage: Usage = {
    input_tokens: input,
    output_tokens: output,
    total_tokens: totalTokens(facts, input, flags),
    input_uncached_tokens: input === null ? null : input - cached - (audio ?? 0),
    cache_read_tokens: facts.cacheReadTokens ?? null,
    cache_write_5m_tokens: writes.fiveMinutes,
    cache_write_1h_tokens: writes.oneHour,
    input_audio_tokens: audio,
    output_audio_tokens: facts.outputAudioTokens ?? null,
    reasoning_tokens: facts.reasoningTokens ?? null,
  };
  return { usage, flags: [...flags] };
}

/** Writes that are not told apart by lifetime count as five minutes, the providers' default. */
function cacheWrites(facts: SpanFacts): { readonly fiveMinutes: number | null; readonly oneHour: number | null } {
  const { cacheWriteTokens: all, cacheWrite5mTokens: fiveMinutes, cacheWrite1hTokens: oneHour } = facts;
  if (all === undefined) return { fiveMinutes: fiveMinutes ?? null, oneHour: oneHour ?? null };
  const told = (fiveMinutes ?? 0) + (oneHour ?? 0);
  return { fiveMinutes: (fiveMinutes ?? 0) + Math.max(all - told, 0), oneHour: oneHour ?? null };
}

function inputTokens(facts: SpanFacts, cached: number, flags: Set<QualityFlag>): number | null {
  const { inputTokens: input, outputTokens: output, totalTokens: total } = facts;
  if (input === undefined) return null;
  const isTotalOfExclusive = output !== undefined && total === input + cached + output;
  if (cached === 0 || (cached <= input && !isTotalOfExclusive)) return input;
  flags.add("exclusive_cache_tokens");
  return input + cached;
}

/** Audio tokens that were cached are in the cache's bucket: only what is left of the input can be audio. */
function exclusiveAudio(
  facts: SpanFacts,
  input: number | null,
  { cached, flags }: { readonly cached: number; readonly flags: Set<QualityFlag> },
): number | null {
  const { inputAudioTokens: audio } = facts;
  if (audio === undefined) return null;
  if (input === null || audio <= input - cached) return audio;
  flags.add("usage_inconsistent");
  return input - cached;
}

function totalTokens(facts: SpanFacts, input: number | null, flags: Set<QualityFlag>): number | null {
  const { outputTokens: output, totalTokens: stated } = facts;
  if (input === null || output === undefined) return stated ?? null;
  const total = input + output;
  if (stated !== undefined && stated !== total) flags.add("total_mismatch");
  return total;
}
