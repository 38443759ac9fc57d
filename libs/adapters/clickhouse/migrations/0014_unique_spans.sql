-- A producer that sends a span again, in another message, has it stored twice. This view has each span once, as it came
-- first. It asks for no FINAL, keeps no set of ids, and reads no more than the table would: copies are neighbours in the
-- sort key, and conditions on columns of that key go through it.
CREATE OR REPLACE VIEW spans_unique AS
SELECT * FROM spans
ORDER BY tenant, service_name, operation, start_time, trace_id, span_id, ingested_at, topic, partition, offset, idx
LIMIT 1 BY tenant, service_name, operation, start_time, trace_id, span_id;
