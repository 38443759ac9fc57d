import { z } from "zod";

import { nothing, picoOf, plus, type Measures } from "./measures.ts";

const text = z.string();
const count = z.coerce.number();
const tokens = count.nullable();
const usd = text.nullable();

/** What a row of `spans` says of its call, in the columns that linking and pricing look at. */
const spanFields = {
  topic: text,
  partition: count,
  offset: text,
  idx: count,
  tenant: text,
  trace_id: text,
  span_id: text,
  parent_span_id: text,
  name: text,
  kind: text,
  service_name: text,
  start_time: text,
  end_time: text.nullable(),
  status: z.enum(["unset", "ok", "error"]),
  operation: text,
  provider: text,
  request_model: text,
  response_model: text,
  response_id: text,
  request_id: text,
  input_tokens: tokens,
  output_tokens: tokens,
  input_uncached_tokens: tokens,
  cache_read_tokens: tokens,
  cache_write_5m_tokens: tokens,
  cache_write_1h_tokens: tokens,
  cache_read_audio_tokens: tokens,
  cache_read_image_tokens: tokens,
  input_image_tokens: tokens,
  input_audio_tokens: tokens,
  input_video_tokens: tokens,
  output_text_tokens: tokens,
  output_image_tokens: tokens,
  output_audio_tokens: tokens,
  reasoning_tokens: tokens,
  input_cost_usd: usd,
  output_cost_usd: usd,
  cost_usd: usd,
  price_version: text,
  unpriced_reason: text,
  call_key: text,
  spend_role: text,
  service_tier: text,
  region: text,
  gateway_cache: text,
  ingested_at: text,
};

const correctionFields = {
  corrections: count,
  corrected_version: text,
  all_calls: count,
  all_unpriced: count,
  all_input_tokens: count,
  all_output_tokens: count,
  all_input_usd: text,
  all_output_usd: text,
  all_usd: text,
  duplicate_calls: count,
  duplicate_unpriced: count,
  duplicate_input_tokens: count,
  duplicate_output_tokens: count,
  duplicate_input_usd: text,
  duplicate_output_usd: text,
  duplicate_usd: text,
};

/** `is_in_part`: whether the span is one of those that are asked about, rather than one that tells of them. */
export const storedCallSchema = z.object({ ...spanFields, ...correctionFields, is_in_part: z.coerce.boolean() });

/** A row of `spans`, with the sums of what was corrected since: `all_…`, and of those `duplicate_…` for being told twice. */
export type StoredCall = z.output<typeof storedCallSchema>;

/** Columns of `spans`, for a SELECT. */
export const spanColumnList = Object.keys(spanFields)
  .map((column) => `spans.${column === "call_key" ? "call_id" : column} AS ${column}`)
  .join(", ");

/** What the row added to the sums when it was stored: calls are those that have a price or a reason to have none. */
export function storedMeasures(call: StoredCall): Measures {
  if (call.cost_usd === null && call.unpriced_reason === "") return nothing;
  return {
    calls: 1,
    unpriced: call.unpriced_reason === "" ? 0 : 1,
    inputTokens: call.input_tokens ?? 0,
    outputTokens: call.output_tokens ?? 0,
    inputPico: picoOf(call.input_cost_usd),
    outputPico: picoOf(call.output_cost_usd),
    costPico: picoOf(call.cost_usd),
  };
}

/** What was corrected because the call is told by another span as well. */
export function duplicateMeasures(call: StoredCall): Measures {
  return {
    calls: call.duplicate_calls,
    unpriced: call.duplicate_unpriced,
    inputTokens: call.duplicate_input_tokens,
    outputTokens: call.duplicate_output_tokens,
    inputPico: picoOf(call.duplicate_input_usd),
    outputPico: picoOf(call.duplicate_output_usd),
    costPico: picoOf(call.duplicate_usd),
  };
}

/** What the row and all its corrections add now. */
export function currentMeasures(call: StoredCall): Measures {
  return plus(storedMeasures(call), {
    calls: call.all_calls,
    unpriced: call.all_unpriced,
    inputTokens: call.all_input_tokens,
    outputTokens: call.all_output_tokens,
    inputPico: picoOf(call.all_input_usd),
    outputPico: picoOf(call.all_output_usd),
    costPico: picoOf(call.all_usd),
  });
}
