import type { ContentColumn, LlmSpan } from "@parapet/span";

/** Where a row came from: with the same message, the same coordinates. */
export interface Coordinates {
  readonly topic: string;
  readonly partition: number;
  /** Offset of the message, as a decimal string: UInt64 in the table. */
  readonly offset: string;
  /** Position of the span within its message. */
  readonly idx: number;
}

/** One received span: every field of `LlmSpan` but the content and the two feature groups, which are flattened. */
export interface SpanRow extends Coordinates, Omit<LlmSpan, "input_features" | "output_features" | ContentColumn> {
  /** The call's id; empty where that is `response_id`. */
  readonly call_key: string;
  readonly input_chars: number | null;
  readonly input_words: number | null;
  readonly input_unique_words: number | null;
  readonly input_sentiment: number | null;
  readonly input_complexity: number | null;
  readonly output_chars: number | null;
  readonly output_words: number | null;
  readonly output_unique_words: number | null;
  readonly output_sentiment: number | null;
  readonly output_complexity: number | null;
  /** Version of the instrumentation, which is among the leftover attributes too. */
  readonly scope_version: string;
  readonly resource_attributes: LlmSpan["resource_attributes"];
  /** Values replaced before storage. */
  readonly redaction_count: number;
}

/** Redacted bodies of one span that has any (`saysContent`); messages are JSON text. */
export interface SpanContentRow
  extends
    Coordinates,
    Pick<
      LlmSpan,
      | "tenant"
      | "trace_id"
      | "span_id"
      | "start_time"
      | Exclude<ContentColumn, "input_messages" | "output_messages" | "tool_calls">
    > {
  readonly input_messages: string;
  readonly output_messages: string;
  readonly tool_calls: string;
}

interface SpanKey extends Coordinates {
  readonly tenant: string;
  readonly trace_id: string;
  readonly span_id: string;
  /** Start of the span. */
  readonly start_time: string;
}

/** One detected risk; the value itself is never stored. */
export interface FindingRow extends SpanKey {
  readonly category: string;
  readonly detector: string;
  /** `""` for categories without entities. */
  readonly entity: string;
  readonly severity: string;
  readonly score: number;
  /** Which text: `input`, `output`, or a path such as `attributes.http.url`. */
  readonly location: string;
  /** UTF-16 offsets into that text before redaction. */
  readonly start: number;
  readonly end: number;
  /** Keyed hash of the found value, hex: equal values are recognised, none is revealed. `""` for classifiers. */
  readonly fingerprint: string;
  readonly decision: string;
  readonly service_name: string;
  readonly request_model: string;
}

/** One run, or one deliberate absence of a run, of a learned detector on a part of a span. */
export interface DetectionRow extends SpanKey {
  readonly detector: string;
  readonly model_version: string;
  /** `input`, `tool` or `output`. */
  readonly part: string;
  /** `ran`, `shed`, `failed` or `not_run`. */
  readonly status: string;
  /** Why it did not run; empty where it ran. */
  readonly reason: string;
  readonly score: number | null;
  /** From the question to the answer; null where it did not run. */
  readonly duration_ms: number | null;
}

/** Drift vector of a span part: 384 dimensions, unit length. */
export interface EmbeddingRow extends SpanKey {
  readonly part: string;
  readonly model_version: string;
  readonly service_name: string;
  readonly request_model: string;
  readonly vector: readonly number[];
}

/**
 * A correction of what one row of `spans` counts, at that row's coordinates. Append-only: what was spent is the sum over
 * spans and corrections, as view `spend` has it. Amounts are decimals in US dollars.
 */
export interface CostAdjustmentRow extends SpanKey {
  readonly call_key: string;
  readonly service_name: string;
  readonly operation: string;
  readonly provider: string;
  readonly request_model: string;
  readonly response_model: string;
  readonly reason: string;
  /** How many corrections of this row there were before. */
  readonly generation: number;
  readonly calls_delta: number;
  readonly unpriced_delta: number;
  readonly input_tokens_delta: number;
  readonly output_tokens_delta: number;
  readonly input_cost_delta_usd: string;
  readonly output_cost_delta_usd: string;
  readonly cost_delta_usd: string;
  /** Version and source of the price that holds now. */
  readonly price_version: string;
  readonly previous_version: string;
  readonly price_source: string;
  /** When the corrected span arrived: both are kept for the same time after it. */
  readonly span_ingested_at: string;
}

/** A message, or a span of it (`idx` >= 0), that could not become a row. Never content. */
export interface DeadLetterRow extends Coordinates {
  readonly tenant: string;
  readonly reason: string;
  /** SHA-256 of the message, hex. */
  readonly hash: string;
  readonly size_bytes: number;
  /** Time of the message. */
  readonly message_time: string;
  /** Consumer group that met it: `ingester` or `guard`. */
  readonly stage: string;
}

/** One message of the stream, whatever became of it: the sums prove that nothing vanished. */
export interface LedgerRow extends Omit<Coordinates, "idx"> {
  readonly stream_id: string;
  readonly message_time: string;
  readonly spans_stored: number;
  readonly spans_dead_lettered: number;
  readonly spans_dropped: number;
}

/** State of one engine (or one data-parallel rank of it) at one scrape; null where the engine does not say. */
export interface EngineSampleRow {
  readonly tenant: string;
  readonly sampled_at: string;
  readonly target: string;
  readonly node: string;
  readonly engine: string;
  readonly engine_id: string;
  readonly model: string;
  readonly kv_usage_ratio: number | null;
  readonly kv_capacity_tokens: number | null;
  readonly running: number | null;
  readonly waiting: number | null;
  /** Increases since the previous scrape; null at the first. */
  readonly preemptions_delta: number | null;
  readonly prompt_tokens_delta: number | null;
  readonly generation_tokens_delta: number | null;
  readonly prefix_queries_delta: number | null;
  readonly prefix_hits_delta: number | null;
}

/** State of one GPU (or MIG instance) at one scrape. */
export interface GpuSampleRow {
  readonly tenant: string;
  readonly sampled_at: string;
  readonly target: string;
  readonly node: string;
  readonly gpu_uuid: string;
  readonly gpu_index: string;
  readonly gpu_model: string;
  readonly mig_id: string;
  readonly pod: string;
  readonly namespace: string;
  readonly util_ratio: number | null;
  readonly sm_active_ratio: number | null;
  readonly tensor_active_ratio: number | null;
  readonly dram_active_ratio: number | null;
  readonly memory_used_bytes: number | null;
  readonly memory_free_bytes: number | null;
  readonly memory_total_bytes: number | null;
  readonly power_watts: number | null;
  readonly temperature_celsius: number | null;
  readonly xid_last: number | null;
}

/** One change of state of an alert. */
export interface AlertEventRow {
  readonly tenant: string;
  readonly at: string;
  readonly fingerprint: string;
  readonly rule: string;
  readonly rule_kind: string;
  /** `pending`, `firing` or `resolved`. */
  readonly state: string;
  readonly severity: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly value: number | null;
  readonly threshold: number | null;
  readonly sample_count: number | null;
  readonly starts_at: string;
}

/** What a person or an evaluator said about a span. */
export interface FeedbackRow {
  readonly tenant: string;
  readonly trace_id: string;
  readonly span_id: string;
  readonly at: string;
  readonly source: string;
  readonly name: string;
  readonly score: number | null;
  readonly label: string;
}

/** What became of a request to forget somebody. Append-only. */
export interface ErasureRow {
  readonly tenant: string;
  readonly erasure_id: string;
  readonly at: string;
  /** `user_id` or `session_id`. */
  readonly subject_kind: string;
  /** Keyed hash, hex: a subject that comes again is recognised, none is revealed. */
  readonly subject_hash: string;
  /** `began` or `erased`. */
  readonly event: string;
  readonly requested_by: string;
  readonly rows_erased: number;
  readonly counts: Readonly<Record<string, string>>;
}

/** How far the requeueing of a dead letter's message has come. Append-only. */
export interface RequeueRow {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** SHA-256 of the message, hex. */
  readonly hash: string;
  readonly state: "begun" | "appended";
}
