/**
 * By what rows are spread over shards. A replayed row must reach the shard that remembers its token, so each key is a
 * pure function of the row. What belongs to one trace lies on one shard: its spans, bodies and findings are read there
 * alone. Rollups are not here: each shard's views fill them, and an INSERT into one through the cluster is refused.
 */
const shardingKeys: Readonly<Record<string, string>> = {
  spans: "cityHash64(trace_id)",
  span_content: "cityHash64(trace_id)",
  findings: "cityHash64(trace_id)",
  detections: "cityHash64(trace_id)",
  embeddings: "cityHash64(trace_id)",
  cost_adjustments: "cityHash64(trace_id)",
  feedback: "cityHash64(trace_id)",
  engine_samples: "cityHash64(target)",
  gpu_samples: "cityHash64(target)",
  alert_events: "cityHash64(fingerprint)",
  dead_letters: "cityHash64(topic, partition)",
  ledger: "cityHash64(topic, partition)",
  requeues: "cityHash64(topic, partition)",
  erasures: "cityHash64(subject_hash)",
};

/** Expression over the columns of a table; null where rows are never inserted through the cluster. */
export function shardingKeyOf(table: string): string | null {
  return shardingKeys[table] ?? null;
}
