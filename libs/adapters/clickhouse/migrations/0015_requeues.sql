-- Messages of dead letters that were appended to their topics again: one row before the append, and one after it.
CREATE TABLE IF NOT EXISTS requeues (
  topic LowCardinality(String),
  partition Int32,
  offset UInt64 CODEC(Delta(8), ZSTD(1)),
  hash String CODEC(ZSTD(1)),
  state LowCardinality(String),
  ingested_at DateTime('UTC') MATERIALIZED now('UTC')
)
ENGINE = {engine:MergeTree}
ORDER BY (topic, partition, offset)
TTL ingested_at + INTERVAL 90 DAY
SETTINGS {deduplication};
