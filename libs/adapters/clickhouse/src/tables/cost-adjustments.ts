import type { CostAdjustmentRow } from "../rows.ts";
import { coordinateColumns, spanKeyColumns } from "./shared-columns.ts";
import { arrival, weekOf, type Table } from "./table.ts";

const word = { type: "LowCardinality(String)" } as const;
const usd = { type: "Decimal(18, 12)" } as const;
const { start_time, ...ids } = spanKeyColumns;

export const costAdjustments: Table<CostAdjustmentRow> = {
  name: "cost_adjustments",
  columns: {
    ...coordinateColumns,
    ...ids,
    call_key: { type: "String", codec: "ZSTD(1)", about: "the call that is corrected" },
    start_time,
    service_name: { ...word, about: "of the span" },
    operation: { ...word, about: "of the span" },
    provider: { ...word, about: "of the span" },
    request_model: { ...word, about: "of the span" },
    response_model: { ...word, about: "of the span" },
    reason: { ...word, about: "`duplicate_call` or `reprice`" },
    generation: { type: "UInt32", about: "how many corrections of the span there were before" },
    calls_delta: { type: "Int64", about: "calls more, or less" },
    unpriced_delta: { type: "Int64", about: "unpriced calls more, or less" },
    input_tokens_delta: { type: "Int64", about: "tokens more, or less" },
    output_tokens_delta: { type: "Int64", about: "tokens more, or less" },
    input_cost_delta_usd: { ...usd, about: "US dollars more, or less" },
    output_cost_delta_usd: { ...usd, about: "US dollars more, or less" },
    cost_delta_usd: { ...usd, about: "US dollars more, or less" },
    price_version: { ...word, about: "version of the price that holds now" },
    previous_version: { ...word, about: "version of the price that held before" },
    price_source: { ...word, about: "where the price that holds now is from" },
    span_ingested_at: {
      type: "DateTime('UTC')",
      default: "now('UTC')",
      about: "arrival of the span: both are kept for the same time after it",
    },
  },
  computed: arrival,
  sortKey: ["tenant", "service_name", "start_time", "trace_id", "span_id"],
  partitionKey: weekOf("start_time"),
  recheckKey: ["offset", "idx", "generation"],
};
