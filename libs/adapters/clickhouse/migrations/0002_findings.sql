-- One row per detected risk; the value itself is never stored.
CREATE TABLE IF NOT EXISTS findings (
  topic LowCardinality(String),
  partition Int32,
  offset UInt64 CODEC(Delta(8), ZSTD(1)),
  idx Int32,
  tenant LowCardinality(String),
  trace_id String CODEC(ZSTD(1)),
  span_id String CODEC(ZSTD(1)),
  start_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  category LowCardinality(String),
  detector LowCardinality(String),
  entity LowCardinality(String),
  severity LowCardinality(String),
  score Float32,
  location LowCardinality(String),
  start UInt32,
  end UInt32,
  fingerprint String,
  decision LowCardinality(String),
  service_name LowCardinality(String),
  request_model LowCardinality(String),
  ingested_at DateTime('UTC') MATERIALIZED now('UTC'),
  INDEX trace_id_bloom trace_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = {engine:MergeTree}
PARTITION BY toRelativeWeekNum(start_time) % 64
ORDER BY (tenant, category, start_time, trace_id, span_id)
TTL ingested_at + INTERVAL 90 DAY
SETTINGS {deduplication};

-- One row per span, part and learned detector: what it scored, or why it did not run.
CREATE TABLE IF NOT EXISTS detections (
  topic LowCardinality(String),
  partition Int32,
  offset UInt64 CODEC(Delta(8), ZSTD(1)),
  idx Int32,
  tenant LowCardinality(String),
  trace_id String CODEC(ZSTD(1)),
  span_id String CODEC(ZSTD(1)),
  start_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  detector LowCardinality(String),
  model_version LowCardinality(String),
  part LowCardinality(String),
  status LowCardinality(String),
  score Nullable(Float32),
  ingested_at DateTime('UTC') MATERIALIZED now('UTC'),
  INDEX trace_id_bloom trace_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = {engine:MergeTree}
PARTITION BY toRelativeWeekNum(start_time) % 64
ORDER BY (tenant, detector, start_time, trace_id, span_id)
TTL ingested_at + INTERVAL 90 DAY
SETTINGS {deduplication};

-- Drift vectors; the sketches of embeddings_1m outlive them.
CREATE TABLE IF NOT EXISTS embeddings (
  topic LowCardinality(String),
  partition Int32,
  offset UInt64 CODEC(Delta(8), ZSTD(1)),
  idx Int32,
  tenant LowCardinality(String),
  trace_id String CODEC(ZSTD(1)),
  span_id String CODEC(ZSTD(1)),
  start_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  part LowCardinality(String),
  model_version LowCardinality(String),
  service_name LowCardinality(String),
  request_model LowCardinality(String),
  vector Array(Float32) CODEC(ZSTD(1)),
  ingested_at DateTime('UTC') MATERIALIZED now('UTC')
)
ENGINE = {engine:MergeTree}
PARTITION BY toRelativeWeekNum(start_time) % 64
ORDER BY (tenant, part, start_time, trace_id, span_id)
TTL ingested_at + INTERVAL 14 DAY
SETTINGS {deduplication};

-- What people and evaluators said about spans.
CREATE TABLE IF NOT EXISTS feedback (
  tenant LowCardinality(String),
  trace_id String CODEC(ZSTD(1)),
  span_id String CODEC(ZSTD(1)),
  at DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  source LowCardinality(String),
  name LowCardinality(String),
  score Nullable(Float64),
  label LowCardinality(String),
  ingested_at DateTime('UTC') MATERIALIZED now('UTC'),
  INDEX trace_id_bloom trace_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = {engine:MergeTree}
PARTITION BY toRelativeWeekNum(at) % 64
ORDER BY (tenant, name, at, trace_id, span_id)
TTL ingested_at + INTERVAL 90 DAY
SETTINGS {deduplication};
