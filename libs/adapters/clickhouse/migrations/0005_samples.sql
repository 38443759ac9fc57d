-- State of an inference engine at one scrape.
CREATE TABLE IF NOT EXISTS engine_samples (
  tenant LowCardinality(String),
  sampled_at DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  target LowCardinality(String),
  node LowCardinality(String),
  engine LowCardinality(String),
  engine_id LowCardinality(String),
  model LowCardinality(String),
  kv_usage_ratio Nullable(Float64),
  kv_capacity_tokens Nullable(Float64),
  running Nullable(Float64),
  waiting Nullable(Float64),
  preemptions_delta Nullable(Float64),
  prompt_tokens_delta Nullable(Float64),
  generation_tokens_delta Nullable(Float64),
  prefix_queries_delta Nullable(Float64),
  prefix_hits_delta Nullable(Float64),
  ingested_at DateTime('UTC') MATERIALIZED now('UTC')
)
ENGINE = {engine:MergeTree}
PARTITION BY toRelativeWeekNum(sampled_at) % 64
ORDER BY (tenant, target, engine_id, sampled_at)
TTL ingested_at + INTERVAL 30 DAY
SETTINGS {deduplication};

-- State of a GPU at one scrape.
CREATE TABLE IF NOT EXISTS gpu_samples (
  tenant LowCardinality(String),
  sampled_at DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  target LowCardinality(String),
  node LowCardinality(String),
  gpu_uuid LowCardinality(String),
  gpu_index LowCardinality(String),
  gpu_model LowCardinality(String),
  mig_id LowCardinality(String),
  pod LowCardinality(String),
  namespace LowCardinality(String),
  util_ratio Nullable(Float64),
  sm_active_ratio Nullable(Float64),
  tensor_active_ratio Nullable(Float64),
  dram_active_ratio Nullable(Float64),
  memory_used_bytes Nullable(Float64),
  memory_free_bytes Nullable(Float64),
  memory_total_bytes Nullable(Float64),
  power_watts Nullable(Float64),
  temperature_celsius Nullable(Float64),
  xid_last Nullable(Float64),
  ingested_at DateTime('UTC') MATERIALIZED now('UTC')
)
ENGINE = {engine:MergeTree}
PARTITION BY toRelativeWeekNum(sampled_at) % 64
ORDER BY (tenant, target, gpu_uuid, mig_id, sampled_at)
TTL ingested_at + INTERVAL 30 DAY
SETTINGS {deduplication};
