import type { LlmSpan } from "./llm-span.ts";
import type { SpanFacts } from "../facts/span-facts.ts";
import { millisBetween } from "./span-times.ts";

type TimingColumns = Pick<LlmSpan, "tpot_ms" | "itl_p50_ms" | "itl_max_ms" | "queue_ms" | "prefill_ms" | "decode_ms">;

/** What the time per output token is derived from, as the row has it. */
export interface CallTiming {
  readonly durationMs: number | null;
  readonly ttftMs: number | null;
  readonly outputTokens: number | null;
}

/** The columns of a call's phases; null where the sender says nothing of them. */
export function timingColumns(facts: SpanFacts, call: CallTiming): TimingColumns {
  const gaps = gapsBetween(facts.chunkTimesUnixNano ?? []).toSorted((a, b) => a - b);
  return {
    tpot_ms: facts.tpotMs ?? timePerOutputToken(facts, call),
    itl_p50_ms: medianOf(gaps),
    itl_max_ms: gaps.at(-1) ?? null,
    queue_ms: facts.queueMs ?? null,
    prefill_ms: facts.prefillMs ?? null,
    decode_ms: facts.decodeMs ?? null,
  };
}

/**
 * Mean time per output token after the first: the decode phase that an engine measured, or else all that followed the
 * first token, over the tokens after the first. A time to the first token is only known of streamed answers.
 */
function timePerOutputToken(facts: SpanFacts, { durationMs, ttftMs, outputTokens }: CallTiming): number | null {
  if (outputTokens === null || outputTokens < 2) return null;
  const isStreamed = facts.isStreaming !== false && durationMs !== null && ttftMs !== null;
  const afterFirstMs = facts.decodeMs ?? (isStreamed ? durationMs - ttftMs : null);
  return afterFirstMs === null || afterFirstMs < 0 ? null : afterFirstMs / (outputTokens - 1);
}

function gapsBetween(times: readonly bigint[]): readonly number[] {
  const ordered = times.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  return ordered.slice(1).map((time, at) => millisBetween(ordered[at] ?? time, time));
}

function medianOf(sorted: readonly number[]): number | null {
  const upper = sorted[sorted.length >> 1];
  if (upper === undefined) return null;
  const lower = sorted[(sorted.length - 1) >> 1] ?? upper;
  return (lower + upper) / 2;
}
