import { isNewest } from "@parapet/clickhouse";
import { z } from "zod";

/** One question the console asks the store: SQL with bound parameters, and the shape of its rows. */
export interface ConsoleQuery<Row> {
  readonly sql: string;
  readonly row: z.ZodType<Row>;
}

function query<Row>(row: z.ZodType<Row>, sql: string): ConsoleQuery<Row> {
  return { sql, row };
}

const count = z.coerce.number();
const text = z.string();
const amount = z.coerce.number();

/** Everything that is stored. An alert is counted once per firing, however often it was sent. */
export const summaryQuery = query(
  z.object({ spans: count, findings: count, cost_usd: amount, engine_samples: count, alerts: count }),
  `SELECT
     (SELECT count() FROM spans) AS spans,
     (SELECT count() FROM findings) AS findings,
     toFloat64((SELECT sum(cost_usd) FROM spend)) AS cost_usd,
     (SELECT count() FROM engine_samples) AS engine_samples,
     (SELECT uniqExact(fingerprint, starts_at) FROM alert_events WHERE state = 'firing') AS alerts`,
);

/** Alerts by their last known state, firing ones first. */
export const alertsQuery = query(
  z.object({
    tenant: text,
    rule: text,
    rule_kind: text,
    severity: text,
    state: text,
    starts_at: text,
    at: text,
    summary: text,
  }),
  `SELECT tenant, rule, rule_kind, severity, state, starts_at, at, annotations['summary'] AS summary
   FROM (
     SELECT * FROM alert_events WHERE state != 'pending' ORDER BY at DESC LIMIT 1 BY fingerprint
   )
   ORDER BY state = 'firing' DESC, at DESC
   LIMIT {limit:UInt32}`,
);

/** Everything that became of one alert, newest first, with its evidence. */
export const alertHistoryQuery = query(
  z.object({
    at: text,
    state: text,
    severity: text,
    tenant: text,
    rule: text,
    value: amount.nullable(),
    threshold: amount.nullable(),
    sample_count: count.nullable(),
    labels: z.record(text, text),
    annotations: z.record(text, text),
  }),
  `SELECT at, state, severity, tenant, rule, value, threshold, sample_count, labels, annotations
   FROM alert_events WHERE fingerprint = {fingerprint:String}
   ORDER BY at DESC LIMIT {limit:UInt32}`,
);

/** Newest findings; where they stand, never what was found. */
export const findingsQuery = query(
  z.object({
    tenant: text,
    start_time: text,
    category: text,
    entity: text,
    severity: text,
    score: amount,
    location: text,
    decision: text,
    service_name: text,
    trace_id: text,
    span_id: text,
  }),
  `SELECT tenant, start_time, category, entity, severity, score, location, decision, service_name, trace_id, span_id
   FROM findings WHERE ${isNewest("findings")} ORDER BY start_time DESC LIMIT {limit:UInt32}`,
);

/** Newest GenAI operations, each once, without content, with the cost that they were stored with. */
export const spansQuery = query(
  z.object({
    tenant: text,
    start_time: text,
    service_name: text,
    operation: text,
    provider: text,
    model: text,
    status: text,
    duration_ms: amount.nullable(),
    ttft_ms: amount.nullable(),
    input_tokens: count.nullable(),
    cache_read_tokens: count.nullable(),
    output_tokens: count.nullable(),
    cost_usd: amount.nullable(),
    unpriced_reason: text,
    spend_role: text,
    trace_id: text,
    span_id: text,
  }),
  `SELECT tenant, start_time, service_name, operation, provider, if(response_model = '', request_model, response_model) AS model,
     status, duration_ms, ttft_ms, input_tokens, cache_read_tokens, output_tokens, cost_usd, unpriced_reason,
     spend_role, trace_id, span_id
   FROM spans_unique WHERE operation != '' AND ${isNewest("spans")} ORDER BY start_time DESC LIMIT {limit:UInt32}`,
);

/**
 * Spend by tenant and model, corrected, dearest first. Unpriced calls are counted, not priced at nothing; spans around
 * calls, and those that tell of a call again, are not in it.
 */
export const costsQuery = query(
  z.object({
    tenant: text,
    model: text,
    calls: count,
    unpriced_calls: count,
    tokens: count,
    cost_usd: amount.nullable(),
  }),
  `SELECT tenant, if(response_model = '', request_model, response_model) AS model, sum(spend.calls) AS calls,
     sum(spend.unpriced_calls) AS unpriced_calls, sum(input_tokens + output_tokens) AS tokens,
     if(calls = unpriced_calls, NULL, sum(spend.cost_usd)) AS cost_usd
   FROM spend
   GROUP BY tenant, model ORDER BY cost_usd DESC NULLS LAST LIMIT {limit:UInt32}`,
);

/** The last sample of each engine. */
export const enginesQuery = query(
  z.object({
    node: text,
    engine: text,
    model: text,
    sampled_at: text,
    kv_usage_ratio: amount.nullable(),
    running: amount.nullable(),
    waiting: amount.nullable(),
    preemptions_delta: amount.nullable(),
  }),
  `SELECT node, engine, model, sampled_at, kv_usage_ratio, running, waiting, preemptions_delta
   FROM engine_samples ORDER BY sampled_at DESC LIMIT 1 BY target, engine_id, model LIMIT {limit:UInt32}`,
);

/** The last sample of each GPU. */
export const gpusQuery = query(
  z.object({
    node: text,
    gpu_index: text,
    gpu_model: text,
    sampled_at: text,
    util_ratio: amount.nullable(),
    memory_used_bytes: amount.nullable(),
    memory_total_bytes: amount.nullable(),
    power_watts: amount.nullable(),
    temperature_celsius: amount.nullable(),
  }),
  `SELECT node, gpu_index, gpu_model, sampled_at, util_ratio, memory_used_bytes, memory_total_bytes, power_watts, temperature_celsius
   FROM gpu_samples ORDER BY sampled_at DESC LIMIT 1 BY gpu_uuid, mig_id LIMIT {limit:UInt32}`,
);
