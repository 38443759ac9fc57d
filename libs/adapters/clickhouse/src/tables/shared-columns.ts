import type { Coordinates } from "../rows.ts";
import type { Table } from "./table.ts";

/** Where a row came from; with the same message, the same coordinates. */
export const messageColumns = {
  topic: { type: "LowCardinality(String)", about: "topic of the message that the row came from" },
  partition: { type: "Int32", about: "its partition" },
  offset: { type: "UInt64", codec: "Delta(8), ZSTD(1)", about: "its offset" },
} as const satisfies Partial<Table<Coordinates>["columns"]>;

export const coordinateColumns = {
  ...messageColumns,
  idx: { type: "Int32", about: "position of the span within the message, from 0; -1 for the message itself" },
} as const satisfies Table<Coordinates>["columns"];

/** The same where the rows are many. */
export const packedCoordinates = {
  ...coordinateColumns,
  partition: { ...messageColumns.partition, codec: "ZSTD(1)" },
  idx: { ...coordinateColumns.idx, codec: "ZSTD(1)" },
} as const satisfies Table<Coordinates>["columns"];

interface SpanKey {
  readonly tenant: string;
  readonly trace_id: string;
  readonly span_id: string;
  readonly start_time: string;
}

const id = { type: "String", codec: "ZSTD(1)" } as const;
/** Times of the stream come nearly in order. */
export const risingTime = { type: "DateTime64(9, 'UTC')", codec: "Delta(8), ZSTD(1)" } as const;

/** Which span a row is about. */
export const spanKeyColumns = {
  tenant: { type: "LowCardinality(String)", about: "who sent it, as authenticated" },
  trace_id: { ...id, about: "32 lower-case hex digits" },
  span_id: { ...id, about: "16 lower-case hex digits" },
  start_time: { ...risingTime, about: "start of the span, UTC" },
} as const satisfies Table<SpanKey>["columns"];
