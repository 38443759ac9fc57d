-- `call_key` is left empty where it is the response id, which it mostly is: 22 bytes a span, as good as random, once.
-- Rows of before have it as it was.
ALTER TABLE spans ADD COLUMN IF NOT EXISTS call_id String
  ALIAS if(call_key = '' AND spend_role != '', response_id, call_key);

CREATE OR REPLACE VIEW spend AS
SELECT
  tenant, trace_id, span_id, call_id AS call_key, start_time, service_name, operation, provider, request_model, response_model,
  '' AS reason,
  toInt64(1) AS calls,
  toInt64(unpriced_reason != '') AS unpriced_calls,
  ifNull(input_tokens, 0) AS input_tokens,
  ifNull(output_tokens, 0) AS output_tokens,
  toDecimal128(ifNull(input_cost_usd, toDecimal64(0, 12)), 12) AS input_cost_usd,
  toDecimal128(ifNull(output_cost_usd, toDecimal64(0, 12)), 12) AS output_cost_usd,
  toDecimal128(ifNull(cost_usd, toDecimal64(0, 12)), 12) AS cost_usd
FROM spans
WHERE spans.cost_usd IS NOT NULL OR unpriced_reason != ''
UNION ALL
SELECT
  tenant, trace_id, span_id, call_key, start_time, service_name, operation, provider, request_model, response_model,
  reason,
  calls_delta AS calls,
  unpriced_delta AS unpriced_calls,
  input_tokens_delta AS input_tokens,
  output_tokens_delta AS output_tokens,
  toDecimal128(input_cost_delta_usd, 12) AS input_cost_usd,
  toDecimal128(output_cost_delta_usd, 12) AS output_cost_usd,
  toDecimal128(cost_delta_usd, 12) AS cost_usd
FROM cost_adjustments;
