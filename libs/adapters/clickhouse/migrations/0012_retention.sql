-- Rows of one part leave on many days, and each time the part is written anew: once a day instead of six times. A changed
-- TTL is noted in the parts, which are not rewritten for it.
ALTER TABLE spans MODIFY SETTING merge_with_ttl_timeout = 86400, materialize_ttl_recalculate_only = 1;
ALTER TABLE span_content MODIFY SETTING merge_with_ttl_timeout = 86400, materialize_ttl_recalculate_only = 1;
ALTER TABLE findings MODIFY SETTING merge_with_ttl_timeout = 86400, materialize_ttl_recalculate_only = 1;
ALTER TABLE detections MODIFY SETTING merge_with_ttl_timeout = 86400, materialize_ttl_recalculate_only = 1;
ALTER TABLE embeddings MODIFY SETTING merge_with_ttl_timeout = 86400, materialize_ttl_recalculate_only = 1;
ALTER TABLE feedback MODIFY SETTING merge_with_ttl_timeout = 86400, materialize_ttl_recalculate_only = 1;
ALTER TABLE cost_adjustments MODIFY SETTING merge_with_ttl_timeout = 86400, materialize_ttl_recalculate_only = 1;
