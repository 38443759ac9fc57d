import {
  dialectNames,
  measures,
  namedFacts,
  numberFacts,
  placedFacts,
  spanKindName,
  spanStatusName,
  type SpanBatch,
} from "@parapet/span";

import type { BlockColumns } from "./block-columns.ts";
import { callFills } from "./call-fills.ts";
import { fillEntries } from "./fill-entries.ts";
import { fillFinishReasons } from "./fill-finish-reasons.ts";
import { fillNumbers, type Width } from "./fill-numbers.ts";
import {
  fillChosen,
  fillConstant,
  fillIds,
  fillNames,
  fillPlaces,
  SPAN_ID_BYTES,
  TRACE_ID_BYTES,
  type Fill,
} from "./fill-texts.ts";
import { stringBytes } from "./name-bytes.ts";
import { fillScopeVersion } from "./scope-version.ts";
import { PROMPT_HASH_DIGITS, type FeatureColumns, type SpanRun } from "./span-run.ts";

/** Columns of named facts, of counts and of other numbers, under the facts' names in the batch. */
const named = {
  error_type: "errorType",
  operation: "operation",
  provider: "provider",
  request_model: "requestModel",
  response_model: "responseModel",
  server_address: "serverAddress",
  agent_name: "agentName",
  tool_name: "toolName",
  region: "region",
  prompt_name: "promptName",
  prompt_version: "promptVersion",
  environment: "environment",
  release: "release",
  trace_name: "traceName",
  service_tier: "serviceTier",
} as const satisfies Readonly<Record<string, (typeof namedFacts)[number]>>;

const placed = {
  response_id: "responseId",
  tool_call_id: "toolCallId",
  session_id: "sessionId",
  user_id: "userId",
  request_id: "requestId",
} as const satisfies Readonly<Record<string, (typeof placedFacts)[number]>>;

const numbers = {
  input_tokens: ["inputTokens", "int64"],
  output_tokens: ["outputTokens", "int64"],
  total_tokens: ["totalTokens", "int64"],
  cache_read_tokens: ["cacheReadTokens", "int64"],
  cache_write_5m_tokens: ["cacheWrite5mTokens", "int64"],
  cache_write_1h_tokens: ["cacheWrite1hTokens", "int64"],
  reasoning_tokens: ["reasoningTokens", "int64"],
  reported_input_cost_usd: ["reportedInputCostUsd", "float64"],
  reported_output_cost_usd: ["reportedOutputCostUsd", "float64"],
  reported_cost_usd: ["reportedCostUsd", "float64"],
  retry_count: ["retryCount", "int64"],
  fallback_count: ["fallbackCount", "int64"],
  ttft_ms: ["ttftMs", "float64"],
  tpot_ms: ["tpotMs", "float64"],
  queue_ms: ["queueMs", "float64"],
  prefill_ms: ["prefillMs", "float64"],
  decode_ms: ["decodeMs", "float64"],
  is_streaming: ["isStreaming", "bool"],
  request_max_tokens: ["requestMaxTokens", "int64"],
  request_temperature: ["requestTemperature", "float64"],
  request_top_p: ["requestTopP", "float64"],
} as const satisfies Readonly<Record<string, readonly [(typeof numberFacts)[number], Width]>>;

/** A decimal of twelve digits behind the point is its pico-dollars as a whole number. */
const measured = {
  duration_ms: ["durationMs", "float64"],
  input_uncached_tokens: ["inputUncachedTokens", "int64"],
  output_text_tokens: ["outputTextTokens", "int64"],
  input_cost_usd: ["inputCostPicoUsd", "int64"],
  output_cost_usd: ["outputCostPicoUsd", "int64"],
  cost_usd: ["costPicoUsd", "int64"],
} as const satisfies Readonly<Record<string, readonly [(typeof measures)[number], Width]>>;

const kinds = Array.from({ length: 256 }, (_, kind) => stringBytes(spanKindName(kind)));
const statuses = Array.from({ length: 256 }, (_, code) => stringBytes(spanStatusName(code)));
const dialects = dialectNames.map((name) => stringBytes(name));
const empty = stringBytes("");

/** What a row in columns never says: its span would be an object. */
const never = [
  "cache_read_audio_tokens",
  "cache_read_image_tokens",
  "input_image_tokens",
  "input_audio_tokens",
  "input_video_tokens",
  "output_image_tokens",
  "output_audio_tokens",
  "tags",
  "level",
  "scores",
  "gateway_cache",
  "itl_p50_ms",
  "itl_max_ms",
  "quality_flags",
  "redaction_count",
] as const;

/** Fills every column of `spans` from a run of rows; what stands in the content of a batch, where there is any. */
export function spanFills(columns: BlockColumns, hasContent: boolean): readonly Fill[] {
  return [
    ...coordinateFills(columns),
    ...keyFills(columns),
    ...identityFills(columns),
    ...Object.entries(named).map(([name, fact]) => {
      return fillNames(columns, name, (batch) => batch.named, namedFacts.indexOf(fact));
    }),
    ...Object.entries(placed).map(([name, fact]) => {
      const placesOf = ({ placedAt, placedEnd }: SpanBatch) => ({ at: placedAt, end: placedEnd });
      return fillPlaces(columns, name, placesOf, placedFacts.indexOf(fact));
    }),
    ...Object.entries(numbers).map(([name, [fact, width]]) => {
      return fillNumbers(columns, name, width, {
        numbersOf: ({ batch }) => batch.numbers,
        fact: numberFacts.indexOf(fact),
      });
    }),
    ...Object.entries(measured).map(([name, [measure, width]]) => {
      return fillNumbers(columns, name, width, {
        numbersOf: ({ batch }) => batch.measured,
        fact: measures.indexOf(measure),
      });
    }),
    ...callFills(columns),
    ...featureFills(columns, "input", ({ measures: { input } }) => input),
    ...featureFills(columns, "output", ({ measures: { output } }) => output),
    fillPromptHash(columns),
    fillFinishReasons(columns),
    ...(hasContent ? senderFills(columns) : senderColumns.map((name) => fillNothing(columns, name))),
    ...never.map((name) => fillNothing(columns, name)),
  ];
}

const senderColumns = ["scope_version", "resource_attributes"] as const;

/** Fills what the content of a batch says of instrumentation and resource. */
function senderFills(columns: BlockColumns): readonly Fill[] {
  return [
    fillScopeVersion(columns),
    fillEntries(columns, "resource_attributes", {
      fromOf: ({ resource, resourceFrom }, row) => resourceFrom[resource[row] ?? 0] ?? 0,
      toOf: ({ resource, resourceTo }, row) => resourceTo[resource[row] ?? 0] ?? 0,
    }),
  ];
}

/** Fills where the rows came from. */
export function coordinateFills(columns: BlockColumns): readonly Fill[] {
  const [partition, offset, idx] = [columns.plain("partition"), columns.plain("offset"), columns.plain("idx")];
  return [
    fillConstant(columns, "topic", ({ topic }) => topic),
    ({ partition: number, from, to }) => {
      partition.column.open();
      for (let row = from; row < to; row += 1) partition.part.out.int32(number);
    },
    ({ offset: value, from, to }) => {
      offset.column.open();
      for (let row = from; row < to; row += 1) offset.part.out.bigInt64(value);
    },
    ({ from, to }) => {
      idx.column.open();
      for (let row = from; row < to; row += 1) idx.part.out.int32(row);
    },
  ];
}

/** Fills whose span it is, and when it began. */
export function keyFills(columns: BlockColumns): readonly Fill[] {
  const start = columns.plain("start_time");
  return [
    fillConstant(columns, "tenant", ({ tenant }) => tenant),
    fillIds(columns, "trace_id", (batch) => batch.traceIdAt, TRACE_ID_BYTES),
    fillIds(columns, "span_id", (batch) => batch.spanIdAt, SPAN_ID_BYTES),
    ({ batch, from, to }) => {
      start.column.open();
      for (let row = from; row < to; row += 1) {
        start.part.out.int64Halves(batch.startLow[row] ?? 0, batch.startHigh[row] ?? 0);
      }
    },
  ];
}

function identityFills(columns: BlockColumns): readonly Fill[] {
  const end = columns.nullable("end_time");
  return [
    fillIds(columns, "parent_span_id", (batch) => batch.parentIdAt, SPAN_ID_BYTES),
    fillPlaces(columns, "name", ({ nameAt, nameEnd }) => ({ at: nameAt, end: nameEnd })),
    fillChosen(columns, "kind", ({ batch }, row) => kinds[batch.kind[row] ?? 0] ?? empty),
    fillChosen(columns, "status", ({ batch }, row) => statuses[batch.status[row] ?? 0] ?? empty),
    fillChosen(columns, "dialect", ({ batch }, row) => dialects[batch.dialect[row] ?? 0] ?? empty),
    fillNames(columns, "service_name", (batch) => batch.serviceName),
    fillNames(columns, "scope_name", (batch) => batch.scopeName),
    fillNames(columns, "price_version", (batch) => batch.priceVersion),
    fillNames(columns, "price_source", (batch) => batch.priceSource),
    fillNames(columns, "unpriced_reason", (batch) => batch.unpricedReason),
    ({ batch, from, to }) => {
      end.column.open();
      end.part.nulls.repeat(0, to - from);
      for (let row = from; row < to; row += 1) {
        end.part.values.out.int64Halves(batch.endLow[row] ?? 0, batch.endHigh[row] ?? 0);
      }
    },
  ];
}

function featureFills(
  columns: BlockColumns,
  part: "input" | "output",
  featuresOf: (run: SpanRun) => FeatureColumns,
): readonly Fill[] {
  return [
    fillNumbers(columns, `${part}_chars`, "int32", { numbersOf: (run) => featuresOf(run).chars }),
    fillNumbers(columns, `${part}_words`, "int32", { numbersOf: (run) => featuresOf(run).words }),
    fillNumbers(columns, `${part}_unique_words`, "int32", { numbersOf: (run) => featuresOf(run).uniqueWords }),
    fillNumbers(columns, `${part}_sentiment`, "float32", { numbersOf: (run) => featuresOf(run).sentiment }),
    fillNumbers(columns, `${part}_complexity`, "float32", { numbersOf: (run) => featuresOf(run).complexity }),
  ];
}

function fillPromptHash(columns: BlockColumns): Fill {
  const { column, part } = columns.plain("prompt_hash");
  return ({ measures: { input, promptHash }, from, to }) => {
    column.open();
    for (let row = from; row < to; row += 1) {
      if (Number.isNaN(input.chars[row])) part.out.byte(0);
      else part.out.textBytes(promptHash, row * PROMPT_HASH_DIGITS, (row + 1) * PROMPT_HASH_DIGITS);
    }
  };
}

export function fillNothing(columns: BlockColumns, name: string): Fill {
  const { column } = columns.of(name);
  return ({ from, to }) => column.skip(to - from);
}
