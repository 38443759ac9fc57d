import type { LlmSpan } from "./llm-span.ts";
import type { QualityFlag } from "../facts/quality-flags.ts";
import type { FactName, SpanFacts } from "../facts/span-facts.ts";

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
  | "cache_read_audio_tokens"
  | "cache_read_image_tokens"
  | "input_image_tokens"
  | "input_audio_tokens"
  | "input_video_tokens"
  | "output_text_tokens"
  | "output_image_tokens"
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
  "cacheReadAudioTokens",
  "cacheReadImageTokens",
  "cacheReadTextTokens",
  "inputTextTokens",
  "inputImageTokens",
  "inputAudioTokens",
  "inputVideoTokens",
  "outputTextTokens",
  "outputImageTokens",
  "outputAudioTokens",
  "reasoningTokens",
]);

export interface NormalisedUsage {
  readonly usage: Usage;
  readonly flags: readonly QualityFlag[];
}

/**
 * Token counts in exclusive buckets: uncached text, images, audio, video, cache reads and cache writes add up to
 * `input_tokens`; text, images, audio and reasoning to `output_tokens`. No bucket is negative. Where the parts that were
 * sent exceed their whole, the span is flagged `usage_inconsistent`: modalities are cut to what is left for them (a part
 * of them was cached), cached tokens and reasoning are kept as sent.
 *
 * Cached tokens are part of the input by OpenTelemetry's definition. Senders that count them beside it, as Anthropic's
 * API does, are told by their dialect or by their counts: more was cached than read, or the stated total fits only so.
 * The same holds for reasoning, which Google's API counts beside the answer.
 */
export function normaliseUsage(facts: SpanFacts): NormalisedUsage {
  const flags = new Set<QualityFlag>();
  const input = inputUsage(facts, flags);
  const output = outputUsage(facts, input.input_tokens, flags);
  const usage: Usage = {
    ...input,
    ...output,
    total_tokens: totalTokens(facts, { input: input.input_tokens, output: output.output_tokens, flags }),
  };
  return { usage, flags: [...flags] };
}

type InputUsage = Pick<
  Usage,
  | "input_tokens"
  | "input_uncached_tokens"
  | "cache_read_tokens"
  | "cache_write_5m_tokens"
  | "cache_write_1h_tokens"
  | "cache_read_audio_tokens"
  | "cache_read_image_tokens"
  | "input_image_tokens"
  | "input_audio_tokens"
  | "input_video_tokens"
>;
type OutputUsage = Pick<
  Usage,
  "output_tokens" | "output_text_tokens" | "output_image_tokens" | "output_audio_tokens" | "reasoning_tokens"
>;

function inputUsage(facts: SpanFacts, flags: Set<QualityFlag>): InputUsage {
  const writes = cacheWrites(facts);
  const cacheRead = cacheReads(facts);
  const cached = (cacheRead ?? 0) + (writes.fiveMinutes ?? 0) + (writes.oneHour ?? 0);
  const input = inputTokens(facts, cached, flags);
  if (cached > (input ?? cached) || cachedPartsExceed(facts)) flags.add("usage_inconsistent");
  const remainder = new Remainder(input === null ? null : Math.max(input - cached, 0), flags);
  return {
    input_tokens: input,
    cache_read_tokens: cacheRead,
    cache_write_5m_tokens: writes.fiveMinutes,
    cache_write_1h_tokens: writes.oneHour,
    cache_read_audio_tokens: facts.cacheReadAudioTokens ?? null,
    cache_read_image_tokens: facts.cacheReadImageTokens ?? null,
    input_image_tokens: remainder.take(uncachedPart(facts.inputImageTokens, facts.cacheReadImageTokens)),
    input_audio_tokens: remainder.take(uncachedPart(facts.inputAudioTokens, facts.cacheReadAudioTokens)),
    input_video_tokens: remainder.take(facts.inputVideoTokens ?? null),
    input_uncached_tokens: remainder.rest,
  };
}

/** All cache reads; where only modalities were told, their sum. */
function cacheReads(facts: SpanFacts): number | null {
  const {
    cacheReadTokens: all,
    cacheReadTextTokens: text,
    cacheReadImageTokens: image,
    cacheReadAudioTokens: audio,
  } = facts;
  return all ?? sumOfKnown([text, image, audio]);
}

/** A part of what was cached that is larger than all of it, or than all of its kind. */
function cachedPartsExceed(facts: SpanFacts): boolean {
  const { cacheReadTextTokens: text = 0, cacheReadImageTokens: image = 0, cacheReadAudioTokens: audio = 0 } = facts;
  const { cacheReadTokens: reads, cacheWriteTokens: writes } = facts;
  const { cacheWrite5mTokens: fiveMinutes = 0, cacheWrite1hTokens: oneHour = 0 } = facts;
  return [
    [text + image + audio, reads],
    [fiveMinutes + oneHour, writes],
    [image, facts.inputImageTokens],
    [audio, facts.inputAudioTokens],
  ].some(([part = 0, whole = part]) => part > whole);
}

/** What is left of a whole as its parts are taken out of it; a part that is larger is cut, and the cut is flagged. */
class Remainder {
  readonly #flags: Set<QualityFlag>;
  #rest: number | null;

  constructor(whole: number | null, flags: Set<QualityFlag>) {
    this.#rest = whole;
    this.#flags = flags;
  }

  get rest(): number | null {
    return this.#rest;
  }

  take(part: number | null): number | null {
    if (part === null || this.#rest === null) return part;
    const taken = Math.min(part, this.#rest);
    if (taken < part) this.#flags.add("usage_inconsistent");
    this.#rest -= taken;
    return taken;
  }
}

/** Writes that are not told apart by lifetime count as five minutes, the providers' default. */
function cacheWrites(facts: SpanFacts): { readonly fiveMinutes: number | null; readonly oneHour: number | null } {
  const { cacheWriteTokens: all, cacheWrite5mTokens: fiveMinutes, cacheWrite1hTokens: oneHour } = facts;
  if (all === undefined) return { fiveMinutes: fiveMinutes ?? null, oneHour: oneHour ?? null };
  const told = (fiveMinutes ?? 0) + (oneHour ?? 0);
  return { fiveMinutes: (fiveMinutes ?? 0) + Math.max(all - told, 0), oneHour: oneHour ?? null };
}

/** Counts by modality include what a cache served; that part is in the cache's bucket. */
function uncachedPart(all: number | undefined, cached: number | undefined): number | null {
  return all === undefined ? null : Math.max(all - (cached ?? 0), 0);
}

function inputTokens(facts: SpanFacts, cached: number, flags: Set<QualityFlag>): number | null {
  const { inputTokens: input, outputTokens: output, totalTokens: total, cacheCounting } = facts;
  if (input === undefined) {
    return sumOfKnown([facts.inputTextTokens, facts.inputImageTokens, facts.inputAudioTokens, facts.inputVideoTokens]);
  }
  const isTotalOfExclusive = output !== undefined && total === input + cached + output;
  const isExclusive =
    cacheCounting === "exclusive" || (cacheCounting === undefined && (cached > input || isTotalOfExclusive));
  if (cached === 0 || !isExclusive) return input;
  flags.add("exclusive_cache_tokens");
  return input + cached;
}

function outputUsage(facts: SpanFacts, input: number | null, flags: Set<QualityFlag>): OutputUsage {
  const { reasoningTokens: reasoning = 0 } = facts;
  const output = outputTokens(facts, input, flags);
  if (reasoning > (output ?? reasoning)) flags.add("usage_inconsistent");
  const remainder = new Remainder(output === null ? null : Math.max(output - reasoning, 0), flags);
  return {
    output_tokens: output,
    reasoning_tokens: facts.reasoningTokens ?? null,
    output_image_tokens: remainder.take(facts.outputImageTokens ?? null),
    output_audio_tokens: remainder.take(facts.outputAudioTokens ?? null),
    output_text_tokens: remainder.rest,
  };
}

function outputTokens(facts: SpanFacts, input: number | null, flags: Set<QualityFlag>): number | null {
  const { outputTokens: output, totalTokens: total, reasoningTokens: reasoning = 0, reasoningCounting } = facts;
  if (output === undefined) {
    return sumOfKnown([facts.outputTextTokens, facts.outputImageTokens, facts.outputAudioTokens]);
  }
  const isTotalOfExclusive = input !== null && total === input + output + reasoning;
  const isExclusive = reasoningCounting === "exclusive" || (reasoningCounting === undefined && isTotalOfExclusive);
  if (reasoning === 0 || !isExclusive) return output;
  flags.add("exclusive_reasoning_tokens");
  return output + reasoning;
}

/** Null where none is known: a whole that nothing told is not zero. */
function sumOfKnown(parts: readonly (number | undefined)[]): number | null {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? null : known.reduce((sum, part) => sum + part, 0);
}

function totalTokens(
  { totalTokens: stated }: SpanFacts,
  { input, output, flags }: { readonly input: number | null; readonly output: number | null; flags: Set<QualityFlag> },
): number | null {
  const total = sumOfKnown([input ?? undefined, output ?? undefined]) ?? 0;
  const isWhole = input !== null && output !== null;
  if (stated !== undefined && (isWhole ? stated !== total : stated < total)) flags.add("total_mismatch");
  return isWhole ? total : (stated ?? null);
}
