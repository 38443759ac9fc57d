import type { EmbeddingRow } from "../rows.ts";
import { coordinateColumns, spanKeyColumns } from "./shared-columns.ts";
import { arrival, weekOf, type Table } from "./table.ts";

const word = { type: "LowCardinality(String)" } as const;

export const embeddings: Table<EmbeddingRow> = {
  name: "embeddings",
  columns: {
    ...coordinateColumns,
    ...spanKeyColumns,
    part: { ...word, about: "`input` or `output`" },
    model_version: { ...word, about: "of the embedding model" },
    service_name: { ...word, about: "of the span" },
    request_model: { ...word, about: "of the span" },
    vector: { type: "Array(Float32)", codec: "ZSTD(1)", about: "384 dimensions, unit length" },
  },
  computed: arrival,
  sortKey: ["tenant", "part", "start_time", "trace_id", "span_id"],
  partitionKey: weekOf("start_time"),
  recheckKey: ["offset", "idx", "span_id"],
};
