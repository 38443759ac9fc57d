-- Changes of state of alerts.
CREATE TABLE IF NOT EXISTS alert_events (
  tenant LowCardinality(String),
  at DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  fingerprint String,
  rule LowCardinality(String),
  rule_kind LowCardinality(String),
  state LowCardinality(String),
  severity LowCardinality(String),
  labels Map(LowCardinality(String), String),
  annotations Map(LowCardinality(String), String),
  value Nullable(Float64),
  threshold Nullable(Float64),
  sample_count Nullable(UInt64),
  starts_at DateTime64(9, 'UTC'),
  ingested_at DateTime('UTC') MATERIALIZED now('UTC')
)
ENGINE = {engine:MergeTree}
PARTITION BY toRelativeWeekNum(at) % 64
ORDER BY (tenant, at, fingerprint)
TTL ingested_at + INTERVAL 365 DAY
SETTINGS {deduplication};
