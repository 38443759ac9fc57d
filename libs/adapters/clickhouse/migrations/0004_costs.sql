-- Corrections of cost, append-only: what was spent is the sum over spans plus the sum over this table.
CREATE TABLE IF NOT EXISTS cost_adjustments (
  topic LowCardinality(String),
  partition Int32,
  offset UInt64 CODEC(Delta(8), ZSTD(1)),
  idx Int32,
  tenant LowCardinality(String),
  trace_id String CODEC(ZSTD(1)),
  span_id String CODEC(ZSTD(1)),
  start_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  service_name LowCardinality(String),
  request_model LowCardinality(String),
  reason LowCardinality(String),
  cost_delta_usd Decimal(18, 12),
  price_version LowCardinality(String),
  ingested_at DateTime('UTC') MATERIALIZED now('UTC')
)
ENGINE = {engine:MergeTree}
PARTITION BY toRelativeWeekNum(start_time) % 64
ORDER BY (tenant, service_name, start_time, trace_id, span_id)
TTL ingested_at + INTERVAL 90 DAY
SETTINGS {deduplication};
