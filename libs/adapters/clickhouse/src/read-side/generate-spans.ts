/** Where the generated time begins: a Monday, so that the spans of a week share a partition or two. */
const START_NANOS = 1_789_948_800_000_000_000n;
const WEEK_NANOS = 604_800_000_000_000n;

/**
 * An INSERT of spans that the server makes up itself: a week of traffic of four tenants, the largest with seven tenths of it,
 * each with twelve services; traces of five spans, conversations of four traces, 20,000 users.
 */
export function generateSpans(from: number, count: number, total: number): string {
  return `INSERT INTO spans (topic, partition, offset, idx, tenant, trace_id, span_id, parent_span_id, name, kind,
    service_name, dialect, start_time, end_time, duration_ms, status, operation, provider, request_model, response_model,
    response_id, input_tokens, output_tokens, total_tokens, input_cost_usd, output_cost_usd, cost_usd, spend_role, session_id,
    user_id, ttft_ms, is_streaming)
  WITH
    intDiv(number, 5) AS trace, cityHash64(trace) AS h, number % 5 = 0 AS is_root,
    ${START_NANOS} + toInt64(number) * ${WEEK_NANOS / BigInt(total)} + rand(1) % 1000000 AS start_ns
  SELECT 'llm.spans', trace % 12, intDiv(number, 240), number % 20,
    multiIf(h % 100 < 70, 'acme', h % 100 < 86, 'bravo', h % 100 < 96, 'cargo', 'delta'),
    lower(hex(sipHash128(trace))), lower(hex(sipHash64(number))), if(is_root, '', lower(hex(sipHash64(trace * 5)))),
    if(is_root, 'POST /answer', 'chat gpt-5'), 'client', concat('assistant-', toString(h % 12)), 'otel_genai',
    fromUnixTimestamp64Nano(start_ns, 'UTC'), fromUnixTimestamp64Nano(start_ns + 1500000000, 'UTC'), 1500 + rand(2) % 1000 / 7,
    if(rand(3) % 100 = 0, 'error', 'ok'), if(is_root, '', 'chat'), 'openai', 'gpt-5', 'gpt-5-2025-08-07',
    concat('chatcmpl-', lower(hex(sipHash64(number, 1)))), 200 + rand(4) % 1800, 20 + rand(5) % 400, 0, 0.001, 0.002,
    if(is_root, NULL, 0.003), if(is_root, '', 'spend'), lower(hex(sipHash64(intDiv(trace, 4), h % 100))),
    concat('user-', toString(h % 20000)), 100 + rand(6) % 400, true
  FROM numbers(${from}, ${count})`;
}
