-- One call, one row of spend: corrections carry every measure that dashboards add up, so that spans and corrections have
-- the same sums wherever they meet. `span_ingested_at` lets a correction leave together with the span that it corrects.
ALTER TABLE cost_adjustments
  ADD COLUMN IF NOT EXISTS call_key String CODEC(ZSTD(1)) AFTER span_id,
  ADD COLUMN IF NOT EXISTS operation LowCardinality(String) AFTER service_name,
  ADD COLUMN IF NOT EXISTS provider LowCardinality(String) AFTER operation,
  ADD COLUMN IF NOT EXISTS response_model LowCardinality(String) AFTER request_model,
  ADD COLUMN IF NOT EXISTS generation UInt32 AFTER reason,
  ADD COLUMN IF NOT EXISTS calls_delta Int64 AFTER generation,
  ADD COLUMN IF NOT EXISTS unpriced_delta Int64 AFTER calls_delta,
  ADD COLUMN IF NOT EXISTS input_tokens_delta Int64 AFTER unpriced_delta,
  ADD COLUMN IF NOT EXISTS output_tokens_delta Int64 AFTER input_tokens_delta,
  ADD COLUMN IF NOT EXISTS input_cost_delta_usd Decimal(18, 12) AFTER output_tokens_delta,
  ADD COLUMN IF NOT EXISTS output_cost_delta_usd Decimal(18, 12) AFTER input_cost_delta_usd,
  ADD COLUMN IF NOT EXISTS previous_version LowCardinality(String) AFTER price_version,
  ADD COLUMN IF NOT EXISTS price_source LowCardinality(String) AFTER previous_version,
  ADD COLUMN IF NOT EXISTS span_ingested_at DateTime('UTC') DEFAULT now('UTC') AFTER price_source;

ALTER TABLE cost_adjustments MODIFY TTL span_ingested_at + INTERVAL 90 DAY;

-- Repeated and corrected calls are taken away again.
ALTER TABLE spans_1m
  MODIFY COLUMN calls SimpleAggregateFunction(sum, Int64),
  MODIFY COLUMN errors SimpleAggregateFunction(sum, Int64),
  MODIFY COLUMN streamed SimpleAggregateFunction(sum, Int64),
  MODIFY COLUMN unpriced SimpleAggregateFunction(sum, Int64);

ALTER TABLE spans_1m
  ADD COLUMN IF NOT EXISTS duplicates SimpleAggregateFunction(sum, Int64) AFTER calls;

-- A span that tells of a call again leaves its latency and is counted in `duplicates`; what spans_1m_view adds for it
-- beyond that is taken away. A view of its own, because a changed spans_1m_view would not know repeated ranges any more:
-- the server forgets its tokens at the restart after MODIFY QUERY, and DROP misses what is written meanwhile.
CREATE MATERIALIZED VIEW IF NOT EXISTS spans_1m_duplicates_view TO spans_1m AS
SELECT
  tenant,
  service_name,
  operation,
  provider,
  request_model,
  response_model,
  toDateTime(toStartOfMinute(least(start_time, toDateTime64('2100-01-01', 9, 'UTC'))), 'UTC') AS minute,
  toInt64(count()) AS duplicates,
  -toInt64(count()) AS calls,
  -toInt64(countIf(status = 'error')) AS errors,
  -toInt64(countIf(is_streaming)) AS streamed,
  -toInt64(countIf(unpriced_reason != '')) AS unpriced,
  -sum(ifNull(input_tokens, 0)) AS input_tokens_sum,
  -sum(ifNull(output_tokens, 0)) AS output_tokens_sum
FROM spans
WHERE spend_role = 'duplicate'
GROUP BY tenant, service_name, operation, provider, request_model, response_model, minute;

-- Corrections in the minute of the span that they correct: rollups outlive both.
CREATE MATERIALIZED VIEW IF NOT EXISTS spans_1m_corrections_view TO spans_1m AS
SELECT
  tenant,
  service_name,
  operation,
  provider,
  request_model,
  response_model,
  toDateTime(toStartOfMinute(least(start_time, toDateTime64('2100-01-01', 9, 'UTC'))), 'UTC') AS minute,
  sum(calls_delta) AS calls,
  sum(unpriced_delta) AS unpriced,
  sum(input_tokens_delta) AS input_tokens_sum,
  sum(output_tokens_delta) AS output_tokens_sum,
  sum(cost_delta_usd) AS cost_usd_sum
FROM cost_adjustments
GROUP BY tenant, service_name, operation, provider, request_model, response_model, minute;

-- The one number: calls, tokens and money, corrected. Every measure is a sum over these rows. Spans that are no call, or
-- tell of one again, are not here; `reason` is empty for spans and names what a correction is for.
CREATE OR REPLACE VIEW spend AS
SELECT
  tenant, trace_id, span_id, call_key, start_time, service_name, operation, provider, request_model, response_model,
  '' AS reason,
  toInt64(1) AS calls,
  toInt64(unpriced_reason != '') AS unpriced_calls,
  ifNull(input_tokens, 0) AS input_tokens,
  ifNull(output_tokens, 0) AS output_tokens,
  toDecimal128(ifNull(input_cost_usd, toDecimal64(0, 12)), 12) AS input_cost_usd,
  toDecimal128(ifNull(output_cost_usd, toDecimal64(0, 12)), 12) AS output_cost_usd,
  toDecimal128(ifNull(cost_usd, toDecimal64(0, 12)), 12) AS cost_usd
FROM spans
WHERE spans.cost_usd IS NOT NULL OR unpriced_reason != ''
UNION ALL
SELECT
  tenant, trace_id, span_id, call_key, start_time, service_name, operation, provider, request_model, response_model,
  reason,
  calls_delta AS calls,
  unpriced_delta AS unpriced_calls,
  input_tokens_delta AS input_tokens,
  output_tokens_delta AS output_tokens,
  toDecimal128(input_cost_delta_usd, 12) AS input_cost_usd,
  toDecimal128(output_cost_delta_usd, 12) AS output_cost_usd,
  toDecimal128(cost_delta_usd, 12) AS cost_usd
FROM cost_adjustments;
