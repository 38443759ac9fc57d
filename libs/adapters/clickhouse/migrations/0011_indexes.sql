-- Where a question does not follow the sort key. Indexes are made for new parts, and for old ones when they are merged.

-- The sender's ids: "what did this user, this conversation, this answer do?"
ALTER TABLE spans
  ADD INDEX IF NOT EXISTS session_id_bloom session_id TYPE bloom_filter(0.01) GRANULARITY 1,
  ADD INDEX IF NOT EXISTS user_id_bloom user_id TYPE bloom_filter(0.01) GRANULARITY 1,
  ADD INDEX IF NOT EXISTS response_id_bloom response_id TYPE bloom_filter(0.01) GRANULARITY 1;

-- The newest spans of everybody.
ALTER TABLE spans ADD INDEX IF NOT EXISTS start_time_minmax start_time TYPE minmax GRANULARITY 1;
ALTER TABLE findings ADD INDEX IF NOT EXISTS start_time_minmax start_time TYPE minmax GRANULARITY 1;

-- Which rows of these messages are there already? Asked before a range is written again after a long time.
ALTER TABLE spans
  ADD INDEX IF NOT EXISTS offset_minmax offset TYPE minmax GRANULARITY 1,
  ADD INDEX IF NOT EXISTS ingested_at_minmax ingested_at TYPE minmax GRANULARITY 1;
ALTER TABLE span_content
  ADD INDEX IF NOT EXISTS offset_minmax offset TYPE minmax GRANULARITY 1,
  ADD INDEX IF NOT EXISTS ingested_at_minmax ingested_at TYPE minmax GRANULARITY 1;
ALTER TABLE findings
  ADD INDEX IF NOT EXISTS offset_minmax offset TYPE minmax GRANULARITY 1,
  ADD INDEX IF NOT EXISTS ingested_at_minmax ingested_at TYPE minmax GRANULARITY 1;
