-- Rollups by minute. Each is a table of its own with a deduplication window of its own: without that window, a range
-- that is replayed leaves the base table alone and doubles the rollup.

-- Calls, errors, tokens, money and latency digests.
CREATE TABLE IF NOT EXISTS spans_1m (
  tenant LowCardinality(String),
  service_name LowCardinality(String),
  operation LowCardinality(String),
  provider LowCardinality(String),
  request_model LowCardinality(String),
  response_model LowCardinality(String),
  minute DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
  calls SimpleAggregateFunction(sum, UInt64),
  errors SimpleAggregateFunction(sum, UInt64),
  streamed SimpleAggregateFunction(sum, UInt64),
  unpriced SimpleAggregateFunction(sum, UInt64),
  input_tokens_sum SimpleAggregateFunction(sum, Int64),
  output_tokens_sum SimpleAggregateFunction(sum, Int64),
  cost_usd_sum SimpleAggregateFunction(sum, Decimal(38, 12)),
  ttft_ms_state AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), Nullable(Float64)),
  duration_ms_state AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), Nullable(Float64))
)
ENGINE = {engine:AggregatingMergeTree}
PARTITION BY toRelativeWeekNum(minute) % 64
ORDER BY (tenant, service_name, operation, provider, request_model, response_model, minute)
TTL minute + INTERVAL 400 DAY
SETTINGS {deduplication};

CREATE MATERIALIZED VIEW IF NOT EXISTS spans_1m_view TO spans_1m AS
SELECT
  tenant,
  service_name,
  operation,
  provider,
  request_model,
  response_model,
  toDateTime(toStartOfMinute(least(start_time, toDateTime64('2100-01-01', 9, 'UTC'))), 'UTC') AS minute,
  count() AS calls,
  countIf(status = 'error') AS errors,
  countIf(is_streaming) AS streamed,
  countIf(unpriced_reason != '') AS unpriced,
  sum(ifNull(input_tokens, 0)) AS input_tokens_sum,
  sum(ifNull(output_tokens, 0)) AS output_tokens_sum,
  sum(ifNull(cost_usd, toDecimal64(0, 12))) AS cost_usd_sum,
  quantilesTDigestState(0.5, 0.95, 0.99)(ttft_ms) AS ttft_ms_state,
  quantilesTDigestState(0.5, 0.95, 0.99)(duration_ms) AS duration_ms_state
FROM spans
GROUP BY tenant, service_name, operation, provider, request_model, response_model, minute;

-- Findings by category.
CREATE TABLE IF NOT EXISTS findings_1m (
  tenant LowCardinality(String),
  category LowCardinality(String),
  entity LowCardinality(String),
  severity LowCardinality(String),
  service_name LowCardinality(String),
  minute DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
  findings SimpleAggregateFunction(sum, UInt64)
)
ENGINE = {engine:AggregatingMergeTree}
PARTITION BY toRelativeWeekNum(minute) % 64
ORDER BY (tenant, category, entity, severity, service_name, minute)
TTL minute + INTERVAL 400 DAY
SETTINGS {deduplication};

CREATE MATERIALIZED VIEW IF NOT EXISTS findings_1m_view TO findings_1m AS
SELECT
  tenant,
  category,
  entity,
  severity,
  service_name,
  toDateTime(toStartOfMinute(least(start_time, toDateTime64('2100-01-01', 9, 'UTC'))), 'UTC') AS minute,
  count() AS findings
FROM findings
GROUP BY tenant, category, entity, severity, service_name, minute;

-- Centroid sketches: windows of any length merge into a mean vector without a single prompt.
CREATE TABLE IF NOT EXISTS embeddings_1m (
  tenant LowCardinality(String),
  part LowCardinality(String),
  model_version LowCardinality(String),
  service_name LowCardinality(String),
  request_model LowCardinality(String),
  minute DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
  vectors SimpleAggregateFunction(sum, UInt64),
  centroid_state AggregateFunction(avgForEach, Array(Float32))
)
ENGINE = {engine:AggregatingMergeTree}
PARTITION BY toRelativeWeekNum(minute) % 64
ORDER BY (tenant, part, model_version, service_name, request_model, minute)
TTL minute + INTERVAL 90 DAY
SETTINGS {deduplication};

CREATE MATERIALIZED VIEW IF NOT EXISTS embeddings_1m_view TO embeddings_1m AS
SELECT
  tenant,
  part,
  model_version,
  service_name,
  request_model,
  toDateTime(toStartOfMinute(least(start_time, toDateTime64('2100-01-01', 9, 'UTC'))), 'UTC') AS minute,
  count() AS vectors,
  avgForEachState(vector) AS centroid_state
FROM embeddings
GROUP BY tenant, part, model_version, service_name, request_model, minute;
