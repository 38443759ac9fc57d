import type { FeedbackRow } from "../rows.ts";
import { risingTime, spanKeyColumns } from "./shared-columns.ts";
import { arrival, weekOf, type Table } from "./table.ts";

const word = { type: "LowCardinality(String)" } as const;
const { tenant, trace_id, span_id } = spanKeyColumns;

export const feedback: Table<FeedbackRow> = {
  name: "feedback",
  columns: {
    tenant,
    trace_id,
    span_id,
    at: { ...risingTime, about: "when it was given" },
    source: { ...word, about: "who judged" },
    name: { ...word, about: "what was judged" },
    score: { type: "Nullable(Float64)", about: "null where the judgement is a label only" },
    label: { ...word, about: "the judgement in a word" },
  },
  computed: arrival,
  sortKey: ["tenant", "name", "at", "trace_id", "span_id"],
  partitionKey: weekOf("at"),
  recheckKey: [],
};
