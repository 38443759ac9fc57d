import type { ChatMessage } from "../messages/chat-message.ts";

export type SpanStatus = "unset" | "ok" | "error";

/** Measures of one text, taken before redaction. */
export interface TextFeatures {
  /** Length in Unicode code points. */
  readonly chars: number;
  readonly words: number;
  readonly unique_words: number;
  /** Lexicon sentiment in [-1, 1]. */
  readonly sentiment: number;
  /** Reading complexity in [0, 1]. */
  readonly complexity: number;
}

/** A judgement about a span that came with it: an evaluation, an annotation, a user's feedback. */
export interface SpanScore {
  readonly name: string;
  /** Null where the score is a label only. */
  readonly value: number | null;
  readonly label: string;
  /** Who judged: `evaluation`, `annotation`, `feedback`, `api`, … */
  readonly source: string;
}

/** A tool that the model asked for; `arguments` is a JSON value, or the raw text where it was not JSON. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: unknown;
}

/**
 * One normalised span: the readable view of one row. Keys are the columns of table `spans` (and, from `input_messages`
 * on, of `span_content`); null means unknown, never zero. `docs/specs/span.md` gives unit and source of each.
 */
export interface LlmSpan {
  readonly tenant: string;
  readonly trace_id: string;
  readonly span_id: string;
  /** `""` for a root. */
  readonly parent_span_id: string;
  readonly name: string;
  /** `internal`, `server`, `client`, `producer`, `consumer` or `unspecified`. */
  readonly kind: string;
  readonly service_name: string;
  readonly scope_name: string;
  /** Which family of attribute names told the facts: `otel_genai`, `openinference`, or `none`. */
  readonly dialect: string;
  /** `YYYY-MM-DDTHH:MM:SS.nnnnnnnnnZ`. */
  readonly start_time: string;
  readonly end_time: string | null;
  readonly duration_ms: number | null;
  readonly status: SpanStatus;
  readonly error_type: string;

  /** `chat`, `text_completion`, `embeddings`, `execute_tool`, `invoke_agent`, … or `""` for a span that is no GenAI operation. */
  readonly operation: string;
  readonly provider: string;
  readonly request_model: string;
  readonly response_model: string;
  readonly response_id: string;
  readonly server_address: string;
  readonly agent_name: string;
  readonly tool_name: string;
  readonly tool_call_id: string;

  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly total_tokens: number | null;
  readonly input_uncached_tokens: number | null;
  readonly cache_read_tokens: number | null;
  readonly cache_write_5m_tokens: number | null;
  readonly cache_write_1h_tokens: number | null;
  /** Cached audio and images; part of `cache_read_tokens`. */
  readonly cache_read_audio_tokens: number | null;
  readonly cache_read_image_tokens: number | null;
  readonly input_image_tokens: number | null;
  readonly input_audio_tokens: number | null;
  readonly input_video_tokens: number | null;
  readonly output_text_tokens: number | null;
  readonly output_image_tokens: number | null;
  readonly output_audio_tokens: number | null;
  readonly reasoning_tokens: number | null;

  /** Decimals as strings, at most 12 digits after the point; null when unpriced. */
  readonly input_cost_usd: string | null;
  readonly output_cost_usd: string | null;
  readonly cost_usd: string | null;
  readonly price_version: string;
  readonly price_source: string;
  /** Why there is no cost; `""` when priced or when the span used no tokens. */
  readonly unpriced_reason: string;
  /** US dollars as the sender says, for comparison; null when it does not. */
  readonly reported_input_cost_usd: number | null;
  readonly reported_output_cost_usd: number | null;
  readonly reported_cost_usd: number | null;
  /** The same for every span of one call of a model; `""` for spans that are no call. */
  readonly call_key: string;
  /** `spend` for the one span of a call that carries its cost, `duplicate` for the others, `cache_hit`, or `""`. */
  readonly spend_role: string;
  readonly region: string;

  readonly session_id: string;
  readonly user_id: string;
  readonly tags: readonly string[];
  readonly prompt_name: string;
  readonly prompt_version: string;
  readonly environment: string;
  readonly release: string;
  readonly trace_name: string;
  readonly level: string;
  readonly scores: readonly SpanScore[];
  readonly gateway_cache: string;
  readonly retry_count: number | null;
  readonly fallback_count: number | null;
  readonly request_id: string;
  readonly ttft_ms: number | null;
  /** Mean time per output token after the first. */
  readonly tpot_ms: number | null;
  /** Median and longest gap between chunks of a streamed answer. */
  readonly itl_p50_ms: number | null;
  readonly itl_max_ms: number | null;
  readonly queue_ms: number | null;
  readonly prefill_ms: number | null;
  readonly decode_ms: number | null;
  readonly is_streaming: boolean | null;
  readonly finish_reasons: readonly string[];
  readonly service_tier: string;
  readonly request_max_tokens: number | null;
  readonly request_temperature: number | null;
  readonly request_top_p: number | null;

  readonly input_features: TextFeatures | null;
  readonly output_features: TextFeatures | null;
  /** Keyed hash of the input text, hex; `""` without text. */
  readonly prompt_hash: string;
  readonly quality_flags: readonly string[];

  readonly input_messages: readonly ChatMessage[];
  readonly output_messages: readonly ChatMessage[];
  readonly tool_calls: readonly ToolCall[];
  readonly system_instructions: string;
  /** JSON of the tool definitions offered to the model, `""` when none. */
  readonly tool_definitions: string;
  readonly status_message: string;
  /** Attributes that no column took, as strings (structured values as JSON). */
  readonly attributes: Readonly<Record<string, string>>;
  readonly resource_attributes: Readonly<Record<string, string>>;
  /** Span events that no column took: JSON array of `{name, time, attributes}`, `""` when none. */
  readonly events: string;
  /** JSON array of `{trace_id, span_id, attributes}`, `""` when none. */
  readonly links: string;
}
