/**
 * What was mended or doubted on the way from the wire to `LlmSpan.quality_flags`. A bounded set: analysts group by it.
 * `docs/specs/span.md` explains each.
 */
export const qualityFlags = [
  "invalid_utf8",
  "duplicate_attribute",
  "attributes_dropped",
  "events_dropped",
  "sender_dropped_data",
  "inexact_integer",
  "invalid_parent_id",
  "missing_start_time",
  "missing_end_time",
  "negative_duration",
  "implausible_time",
  "inferred_operation",
  "invalid_number",
  "invalid_token_count",
  "exclusive_cache_tokens",
  "exclusive_reasoning_tokens",
  "usage_inconsistent",
  "total_mismatch",
  "invalid_ttft",
  "invalid_timing",
] as const;
export type QualityFlag = (typeof qualityFlags)[number];
