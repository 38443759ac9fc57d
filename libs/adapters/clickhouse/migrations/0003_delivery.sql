-- One row per message, whatever became of it.
CREATE TABLE IF NOT EXISTS ledger (
  topic LowCardinality(String),
  partition Int32,
  offset UInt64 CODEC(Delta(8), ZSTD(1)),
  stream_id LowCardinality(String),
  message_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  spans_stored UInt32,
  spans_dead_lettered UInt32,
  spans_dropped UInt32,
  ingested_at DateTime('UTC') MATERIALIZED now('UTC')
)
ENGINE = {engine:MergeTree}
PARTITION BY toRelativeWeekNum(message_time) % 64
ORDER BY (topic, partition, offset)
TTL ingested_at + INTERVAL 90 DAY
SETTINGS {deduplication};

-- What could not become a row: coordinates, reason, hash and size, no content.
CREATE TABLE IF NOT EXISTS dead_letters (
  topic LowCardinality(String),
  partition Int32,
  offset UInt64 CODEC(Delta(8), ZSTD(1)),
  idx Int32,
  tenant LowCardinality(String),
  reason LowCardinality(String),
  hash String CODEC(ZSTD(1)),
  size_bytes UInt64,
  message_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  stage LowCardinality(String),
  ingested_at DateTime('UTC') MATERIALIZED now('UTC')
)
ENGINE = {engine:MergeTree}
PARTITION BY toRelativeWeekNum(message_time) % 64
ORDER BY (tenant, message_time, topic, partition, offset, idx)
TTL ingested_at + INTERVAL 90 DAY
SETTINGS {deduplication};
