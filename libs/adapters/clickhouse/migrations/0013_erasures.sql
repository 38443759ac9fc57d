-- Who was forgotten, when, on whose word, and how many rows that took. Never the subject: a keyed hash of it, by which rows
-- that come after its erasure are recognised. Kept for ever.
CREATE TABLE IF NOT EXISTS erasures (
  tenant LowCardinality(String),
  erasure_id String CODEC(ZSTD(1)),
  at DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  subject_kind LowCardinality(String),
  subject_hash String CODEC(ZSTD(1)),
  event LowCardinality(String),
  requested_by LowCardinality(String),
  rows_erased UInt64,
  counts Map(LowCardinality(String), String),
  ingested_at DateTime('UTC') MATERIALIZED now('UTC')
)
ENGINE = {engine:MergeTree}
ORDER BY (tenant, subject_hash, at)
SETTINGS {deduplication};
