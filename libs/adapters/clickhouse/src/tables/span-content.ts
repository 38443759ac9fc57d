import type { SpanContentRow } from "../rows.ts";
import { packedCoordinates, spanKeyColumns } from "./shared-columns.ts";
import { arrival, weekOf, type Table } from "./table.ts";

/** For numbers of rows that lie in the order of random ids. */
const unordered = "T64('bit'), ZSTD(1)";
const text = { type: "String", codec: "ZSTD(6)" } as const;
const attributes = { type: "Map(LowCardinality(String), String)", codec: "ZSTD(6)" } as const;

export const spanContent: Table<SpanContentRow> = {
  name: "span_content",
  columns: {
    ...packedCoordinates,
    offset: { ...packedCoordinates.offset, codec: unordered },
    ...spanKeyColumns,
    start_time: { ...spanKeyColumns.start_time, codec: unordered },
    input_messages: { ...text, about: "JSON array of messages" },
    output_messages: { ...text, about: "JSON array of messages" },
    tool_calls: { ...text, about: "JSON array of the tools that the model asked for" },
    system_instructions: { ...text, about: "the system prompt" },
    tool_definitions: { ...text, about: "JSON of the tools offered to the model" },
    status_message: { ...text, about: "what the sender says of the status" },
    attributes: { ...attributes, about: "attributes that no column took" },
    resource_attributes: { ...attributes, about: "of older rows; those of others are in `spans`" },
    events: { ...text, about: "JSON array of events that no column took" },
    links: { ...text, about: "JSON array of links" },
  },
  computed: { ingested_at: { ...arrival.ingested_at, codec: unordered } },
  sortKey: ["tenant", "trace_id", "span_id", "start_time"],
  partitionKey: weekOf("start_time"),
  recheckKey: ["offset", "idx", "span_id"],
};
