-- A span without text needs no row of content: what every span says of its sender stands with its facts, where rows of one
-- service are neighbours and repeat each other for next to nothing.
ALTER TABLE spans
  ADD COLUMN IF NOT EXISTS scope_version LowCardinality(String) AFTER scope_name,
  ADD COLUMN IF NOT EXISTS resource_attributes Map(LowCardinality(String), String) CODEC(ZSTD(6)) AFTER redaction_count;

-- Anew for the new columns, and with `call_id`, which `SELECT *` leaves out because it is computed.
CREATE OR REPLACE VIEW spans_unique AS
SELECT *, call_id FROM spans
ORDER BY tenant, service_name, operation, start_time, trace_id, span_id, ingested_at, topic, partition, offset, idx
LIMIT 1 BY tenant, service_name, operation, start_time, trace_id, span_id;
