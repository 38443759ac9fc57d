import type { DetectionRow } from "../rows.ts";
import { coordinateColumns, spanKeyColumns } from "./shared-columns.ts";
import { arrival, weekOf, type Table } from "./table.ts";

const word = { type: "LowCardinality(String)" } as const;

export const detections: Table<DetectionRow> = {
  name: "detections",
  columns: {
    ...coordinateColumns,
    ...spanKeyColumns,
    detector: { ...word, about: "the learned detector" },
    model_version: { ...word, about: "of its model" },
    part: { ...word, about: "`input`, `tool` or `output`" },
    status: { ...word, about: "`ran`, `shed`, `failed` or `not_run`" },
    reason: { ...word, about: "why it did not run: a word or the code of an error; empty where it ran" },
    score: { type: "Nullable(Float32)", about: "calibrated probability in [0, 1]; null where it did not run" },
    duration_ms: {
      type: "Nullable(Float32)",
      about: "from the question to the answer, waiting too; null where it did not run",
    },
  },
  computed: arrival,
  sortKey: ["tenant", "detector", "start_time", "trace_id", "span_id"],
  partitionKey: weekOf("start_time"),
  recheckKey: ["offset", "idx", "span_id", "detector"],
};
