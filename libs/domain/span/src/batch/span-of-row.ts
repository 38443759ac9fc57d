import { NO_DIALECT } from "../facts/collect-facts.ts";
import { dialects } from "../dialects/index.ts";
import { formatUnixNano } from "../otlp/format-unix-nano.ts";
import type { LlmSpan } from "../row/llm-span.ts";
import { unfilledColumns } from "../row/unfilled-columns.ts";
import { spanKindName, spanStatusName } from "../row/span-kind.ts";
import { BatchCursor } from "./batch-cursor.ts";
import { contentOfRow, noContent } from "./content-of-row.ts";
import { holding } from "./span-batch.ts";
import type { SpanBatch } from "./span-batch.ts";

const VALUES_TAG_BYTES = 1;

/**
 * The readable view of one row; null for a rejected one. Where the batch has no content its columns are empty for a row
 * that is held in columns: its text was stepped over.
 */
export function spanOfRow(batch: SpanBatch, row: number): LlmSpan | null {
  const span = factsOfRow(batch, row);
  return span === null || batch.objects[row] !== undefined ? span : { ...span, ...contentOfRow(batch, row) };
}

/** The same with empty content for a row that is held in columns, whatever was said in it. */
export function factsOfRow(batch: SpanBatch, row: number): LlmSpan | null {
  if (batch.held[row] === holding.rejected) return null;
  const held = batch.objects[row];
  if (held !== undefined) return held;
  return {
    ...emptyColumns,
    ...identityOf(batch, row),
    ...modelOf(batch, row),
    ...usageOf(batch, row),
    ...callerOf(batch, row),
    ...requestOf(batch, row),
  };
}

function identityOf(batch: SpanBatch, row: number) {
  const parentAt = batch.parentIdAt[row] ?? -1;
  return {
    tenant: batch.tenant,
    trace_id: hexOf(batch, batch.traceIdAt[row] ?? 0, 16),
    span_id: hexOf(batch, batch.spanIdAt[row] ?? 0, 8),
    parent_span_id: parentAt < 0 ? "" : hexOf(batch, parentAt, 8),
    name: batch.text(batch.nameAt[row] ?? 0, batch.nameEnd[row] ?? 0),
    kind: spanKindName(batch.kind[row] ?? 0),
    service_name: batch.names.textOf(batch.serviceName[row] ?? -1),
    scope_name: batch.names.textOf(batch.scopeName[row] ?? -1),
    dialect: dialects[batch.dialect[row] ?? -1]?.name ?? NO_DIALECT,
    start_time: formatUnixNano(unixNano(batch.startHigh[row], batch.startLow[row])),
    end_time: formatUnixNano(unixNano(batch.endHigh[row], batch.endLow[row])),
    status: spanStatusName(batch.status[row] ?? 0),
  };
}

function modelOf(batch: SpanBatch, row: number) {
  return {
    operation: batch.name("operation", row),
    provider: batch.name("provider", row),
    request_model: batch.name("requestModel", row),
    response_model: batch.name("responseModel", row),
    response_id: batch.placed("responseId", row),
    request_id: batch.placed("requestId", row),
    server_address: batch.name("serverAddress", row),
    region: batch.name("region", row),
    agent_name: batch.name("agentName", row),
    tool_name: batch.name("toolName", row),
    tool_call_id: batch.placed("toolCallId", row),
    error_type: batch.name("errorType", row),
  };
}

function usageOf(batch: SpanBatch, row: number) {
  return {
    input_tokens: nullable(batch.number("inputTokens", row)),
    output_tokens: nullable(batch.number("outputTokens", row)),
    total_tokens: nullable(batch.number("totalTokens", row)),
    input_uncached_tokens: nullable(batch.measure("inputUncachedTokens", row)),
    cache_read_tokens: nullable(batch.number("cacheReadTokens", row)),
    cache_write_5m_tokens: nullable(batch.number("cacheWrite5mTokens", row)),
    cache_write_1h_tokens: nullable(batch.number("cacheWrite1hTokens", row)),
    output_text_tokens: nullable(batch.measure("outputTextTokens", row)),
    reasoning_tokens: nullable(batch.number("reasoningTokens", row)),
    reported_input_cost_usd: nullable(batch.number("reportedInputCostUsd", row)),
    reported_output_cost_usd: nullable(batch.number("reportedOutputCostUsd", row)),
    reported_cost_usd: nullable(batch.number("reportedCostUsd", row)),
  };
}

function callerOf(batch: SpanBatch, row: number) {
  return {
    session_id: batch.placed("sessionId", row),
    user_id: batch.placed("userId", row),
    prompt_name: batch.name("promptName", row),
    prompt_version: batch.name("promptVersion", row),
    environment: batch.name("environment", row),
    release: batch.name("release", row),
    trace_name: batch.name("traceName", row),
  };
}

function requestOf(batch: SpanBatch, row: number) {
  const isStreaming = batch.number("isStreaming", row);
  return {
    duration_ms: nullable(batch.measure("durationMs", row)),
    ttft_ms: nullable(batch.number("ttftMs", row)),
    tpot_ms: nullable(batch.number("tpotMs", row)),
    queue_ms: nullable(batch.number("queueMs", row)),
    prefill_ms: nullable(batch.number("prefillMs", row)),
    decode_ms: nullable(batch.number("decodeMs", row)),
    retry_count: nullable(batch.number("retryCount", row)),
    fallback_count: nullable(batch.number("fallbackCount", row)),
    is_streaming: Number.isNaN(isStreaming) ? null : isStreaming === 1,
    finish_reasons: finishReasonsOf(batch, row),
    service_tier: batch.name("serviceTier", row),
    request_max_tokens: nullable(batch.number("requestMaxTokens", row)),
    request_temperature: nullable(batch.number("requestTemperature", row)),
    request_top_p: nullable(batch.number("requestTopP", row)),
  };
}

/** What a row in columns never has, or what later stages fill. */
const emptyColumns = {
  ...unfilledColumns,
  ...noContent,
  cache_read_audio_tokens: null,
  cache_read_image_tokens: null,
  input_image_tokens: null,
  input_audio_tokens: null,
  input_video_tokens: null,
  output_image_tokens: null,
  output_audio_tokens: null,
  tags: [],
  level: "",
  scores: [],
  gateway_cache: "",
  itl_p50_ms: null,
  itl_max_ms: null,
  quality_flags: [],
} as const;

function nullable(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function unixNano(high = 0, low = 0): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}

function hexOf({ bytes }: SpanBatch, at: number, length: number): string {
  let text = "";
  for (const byte of bytes.subarray(at, at + length)) text += byte.toString(16).padStart(2, "0");
  return text;
}

/** The texts of an ArrayValue, whose entries were seen to be texts when the row was read. */
export function finishReasonsOf(batch: SpanBatch, row: number): readonly string[] {
  const at = batch.finishReasonsAt[row] ?? -1;
  const end = batch.finishReasonsEnd[row] ?? at;
  if (at < 0) return [];
  if (batch.finishReasonsAreList[row] === 0) return [batch.text(at, end)];
  const cursor = new BatchCursor();
  cursor.reset(batch.bytes);
  cursor.at = at;
  const texts: string[] = [];
  while (cursor.at < end) {
    cursor.at += VALUES_TAG_BYTES;
    const valueEnd = cursor.lengthEnd(end);
    cursor.at += VALUES_TAG_BYTES;
    const textEnd = cursor.lengthEnd(valueEnd);
    texts.push(batch.text(cursor.at, textEnd));
    cursor.at = valueEnd;
  }
  return texts;
}
