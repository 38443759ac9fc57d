import type { MappingRow } from "../testing/mapping-row.ts";

/** The attributes of inference servers and their columns. */
export const rows: readonly MappingRow[] = [
  { column: "request_id", sources: [["gen_ai.request.id", "req-1", "req-1"]] },
  { column: "operation", sources: [["gen_ai.request.id", "cmpl-1", "text_completion"]] },
  { column: "ttft_ms", sources: [["gen_ai.latency.time_to_first_token", 0.5, 500]] },
  { column: "queue_ms", sources: [["gen_ai.latency.time_in_queue", 0.5, 500]] },
  { column: "prefill_ms", sources: [["gen_ai.latency.time_in_model_prefill", 0.5, 500]] },
  { column: "decode_ms", sources: [["gen_ai.latency.time_in_model_decode", 0.5, 500]] },
];
