import type {
  AlertEventRow,
  DeadLetterRow,
  DetectionRow,
  EmbeddingRow,
  EngineSampleRow,
  FindingRow,
  GpuSampleRow,
  LedgerRow,
  SpanContentRow,
  SpanRow,
} from "./rows.ts";

const coordinates = ["topic", "partition", "offset", "idx"] as const;
const spanKey = ["tenant", "trace_id", "span_id", "start_time"] as const;

/** Whether `Columns` names every key of `Row`: the list below fails to compile when one is missing or misspelt. */
type Complete<Row, Columns extends readonly (keyof Row)[]> = [Exclude<keyof Row, Columns[number]>] extends [never]
  ? Columns
  : never;

function columnsOf<Row>() {
  return <const Columns extends readonly (keyof Row & string)[]>(columns: Complete<Row, Columns>): Columns => columns;
}

const spanColumns = columnsOf<SpanRow>()([
  ...coordinates,
  "tenant",
  "trace_id",
  "span_id",
  "parent_span_id",
  "name",
  "kind",
  "service_name",
  "scope_name",
  "dialect",
  "start_time",
  "end_time",
  "duration_ms",
  "status",
  "error_type",
  "operation",
  "provider",
  "request_model",
  "response_model",
  "response_id",
  "server_address",
  "agent_name",
  "tool_name",
  "tool_call_id",
  "input_tokens",
  "output_tokens",
  "total_tokens",
  "input_uncached_tokens",
  "cache_read_tokens",
  "cache_write_5m_tokens",
  "cache_write_1h_tokens",
  "input_audio_tokens",
  "output_audio_tokens",
  "reasoning_tokens",
  "input_cost_usd",
  "output_cost_usd",
  "cost_usd",
  "price_version",
  "price_source",
  "unpriced_reason",
  "session_id",
  "user_id",
  "tags",
  "prompt_name",
  "prompt_version",
  "ttft_ms",
  "is_streaming",
  "finish_reasons",
  "service_tier",
  "request_max_tokens",
  "request_temperature",
  "request_top_p",
  "input_chars",
  "input_words",
  "input_unique_words",
  "input_sentiment",
  "input_complexity",
  "output_chars",
  "output_words",
  "output_unique_words",
  "output_sentiment",
  "output_complexity",
  "prompt_hash",
  "quality_flags",
  "redaction_count",
]);

const spanContentColumns = columnsOf<SpanContentRow>()([
  ...coordinates,
  ...spanKey,
  "input_messages",
  "output_messages",
  "system_instructions",
  "tool_definitions",
  "status_message",
  "attributes",
  "resource_attributes",
  "events",
  "links",
]);

const findingColumns = columnsOf<FindingRow>()([
  ...coordinates,
  ...spanKey,
  "category",
  "detector",
  "entity",
  "severity",
  "score",
  "location",
  "start",
  "end",
  "fingerprint",
  "decision",
  "service_name",
  "request_model",
]);

const detectionColumns = columnsOf<DetectionRow>()([
  ...coordinates,
  ...spanKey,
  "detector",
  "model_version",
  "part",
  "status",
  "score",
]);

const embeddingColumns = columnsOf<EmbeddingRow>()([
  ...coordinates,
  ...spanKey,
  "part",
  "model_version",
  "service_name",
  "request_model",
  "vector",
]);

const deadLetterColumns = columnsOf<DeadLetterRow>()([
  ...coordinates,
  "tenant",
  "reason",
  "hash",
  "size_bytes",
  "message_time",
  "stage",
]);

const ledgerColumns = columnsOf<LedgerRow>()([
  "topic",
  "partition",
  "offset",
  "stream_id",
  "message_time",
  "spans_stored",
  "spans_dead_lettered",
  "spans_dropped",
]);

const engineSampleColumns = columnsOf<EngineSampleRow>()([
  "tenant",
  "sampled_at",
  "target",
  "node",
  "engine",
  "engine_id",
  "model",
  "kv_usage_ratio",
  "kv_capacity_tokens",
  "running",
  "waiting",
  "preemptions_delta",
  "prompt_tokens_delta",
  "generation_tokens_delta",
  "prefix_queries_delta",
  "prefix_hits_delta",
]);

const gpuSampleColumns = columnsOf<GpuSampleRow>()([
  "tenant",
  "sampled_at",
  "target",
  "node",
  "gpu_uuid",
  "gpu_index",
  "gpu_model",
  "mig_id",
  "pod",
  "namespace",
  "util_ratio",
  "sm_active_ratio",
  "tensor_active_ratio",
  "dram_active_ratio",
  "memory_used_bytes",
  "memory_free_bytes",
  "memory_total_bytes",
  "power_watts",
  "temperature_celsius",
  "xid_last",
]);

const alertEventColumns = columnsOf<AlertEventRow>()([
  "tenant",
  "at",
  "fingerprint",
  "rule",
  "rule_kind",
  "state",
  "severity",
  "labels",
  "annotations",
  "value",
  "threshold",
  "sample_count",
  "starts_at",
]);

/** The columns of every table whose rows this package types, as the migrations must create them. */
export const tableColumns: Readonly<Record<string, readonly string[]>> = {
  spans: spanColumns,
  span_content: spanContentColumns,
  findings: findingColumns,
  detections: detectionColumns,
  embeddings: embeddingColumns,
  dead_letters: deadLetterColumns,
  ledger: ledgerColumns,
  engine_samples: engineSampleColumns,
  gpu_samples: gpuSampleColumns,
  alert_events: alertEventColumns,
};
