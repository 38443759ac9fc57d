-- Facts of more dialects: buckets by modality, what the sender says of cost, who carries the spend of a call, scores, and
-- the phases of a call.
ALTER TABLE spans
  ADD COLUMN IF NOT EXISTS cache_read_audio_tokens Nullable(Int64) AFTER cache_write_1h_tokens,
  ADD COLUMN IF NOT EXISTS cache_read_image_tokens Nullable(Int64) AFTER cache_read_audio_tokens,
  ADD COLUMN IF NOT EXISTS input_image_tokens Nullable(Int64) AFTER cache_read_image_tokens,
  ADD COLUMN IF NOT EXISTS input_video_tokens Nullable(Int64) AFTER input_audio_tokens,
  ADD COLUMN IF NOT EXISTS output_text_tokens Nullable(Int64) AFTER input_video_tokens,
  ADD COLUMN IF NOT EXISTS output_image_tokens Nullable(Int64) AFTER output_text_tokens,
  ADD COLUMN IF NOT EXISTS reported_input_cost_usd Nullable(Float64) AFTER unpriced_reason,
  ADD COLUMN IF NOT EXISTS reported_output_cost_usd Nullable(Float64) AFTER reported_input_cost_usd,
  ADD COLUMN IF NOT EXISTS reported_cost_usd Nullable(Float64) AFTER reported_output_cost_usd,
  ADD COLUMN IF NOT EXISTS call_key String CODEC(ZSTD(1)) AFTER reported_cost_usd,
  ADD COLUMN IF NOT EXISTS spend_role LowCardinality(String) AFTER call_key,
  ADD COLUMN IF NOT EXISTS region LowCardinality(String) AFTER spend_role,
  ADD COLUMN IF NOT EXISTS environment LowCardinality(String) AFTER prompt_version,
  ADD COLUMN IF NOT EXISTS release LowCardinality(String) AFTER environment,
  ADD COLUMN IF NOT EXISTS trace_name String CODEC(ZSTD(1)) AFTER release,
  ADD COLUMN IF NOT EXISTS level LowCardinality(String) AFTER trace_name,
  ADD COLUMN IF NOT EXISTS scores Array(Tuple(name LowCardinality(String), value Nullable(Float64), label String, source LowCardinality(String))) AFTER level,
  ADD COLUMN IF NOT EXISTS gateway_cache LowCardinality(String) AFTER scores,
  ADD COLUMN IF NOT EXISTS retry_count Nullable(Int64) AFTER gateway_cache,
  ADD COLUMN IF NOT EXISTS fallback_count Nullable(Int64) AFTER retry_count,
  ADD COLUMN IF NOT EXISTS request_id String CODEC(ZSTD(1)) AFTER fallback_count,
  ADD COLUMN IF NOT EXISTS tpot_ms Nullable(Float64) AFTER ttft_ms,
  ADD COLUMN IF NOT EXISTS itl_p50_ms Nullable(Float64) AFTER tpot_ms,
  ADD COLUMN IF NOT EXISTS itl_max_ms Nullable(Float64) AFTER itl_p50_ms,
  ADD COLUMN IF NOT EXISTS queue_ms Nullable(Float64) AFTER itl_max_ms,
  ADD COLUMN IF NOT EXISTS prefill_ms Nullable(Float64) AFTER queue_ms,
  ADD COLUMN IF NOT EXISTS decode_ms Nullable(Float64) AFTER prefill_ms;

ALTER TABLE span_content
  ADD COLUMN IF NOT EXISTS tool_calls String CODEC(ZSTD(3)) AFTER output_messages;
