import { createRowEncoder, findTable, toSpanContentRow, toSpanRow } from "@parapet/clickhouse";
import { sampleSpan } from "@parapet/clickhouse/testing";

import { costOf, medianOf, print } from "./measure.ts";

const SPANS = 5_000;
const RUNS = 15;
/** Runs before the compiler has seen everything. */
const WARM_UP = 10;
const PROSE = "Please tell me when my order of two lamps and a chair will arrive; I moved to another street. ";

/** `pnpm bench encode-rows`: row objects to what an INSERT carries, as Native and as JSONEachRow, in turns. */
export async function benchEncodeRows(): Promise<void> {
  const spans = Array.from({ length: SPANS }, (_, index) => numberedSpan(index));
  const at = (index: number) => ({ topic: "llm.spans", partition: 0, offset: String(index), idx: 0 });
  await compare(
    "spans",
    spans.map((span, index) => toSpanRow(span, at(index), 0)),
  );
  await compare(
    "span_content",
    spans.map((span, index) => toSpanContentRow(span, at(index))),
  );
}

async function compare(table: string, rows: readonly object[]): Promise<void> {
  const definition = findTable(table);
  if (definition === undefined) throw new Error(`no table ${table}`);
  const encode = createRowEncoder(definition);
  const native: number[] = [];
  const json: number[] = [];
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    native.push((await costOf(() => [...encode(rows)])).cpuSeconds);
    json.push((await costOf(() => jsonLines(rows))).cpuSeconds);
  }
  const [ours, theirs] = [medianOf(native.slice(WARM_UP)), medianOf(json.slice(WARM_UP))];
  const bytes = [...encode(rows)].reduce((sum, piece) => sum + piece.length, 0);
  const figure = { bench: "encode-rows", unit: "rows/cpu_s" };
  print({
    ...figure,
    case: `${table} as Native`,
    value: rows.length / ours,
    cpu_s: ours,
    bytes: Math.round(bytes / rows.length),
    peer: "JSONEachRow",
    ratio: Number((theirs / ours).toFixed(2)),
  });
  const jsonBytes = Math.round(jsonLines(rows).length / rows.length);
  print({ ...figure, case: `${table} as JSONEachRow`, value: rows.length / theirs, cpu_s: theirs, bytes: jsonBytes });
}

function jsonLines(rows: readonly object[]): Buffer {
  return Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

function numberedSpan(index: number) {
  const id = index.toString(16).padStart(16, "0");
  const content = `${index} ${PROSE.repeat(11)}`;
  return sampleSpan({
    trace_id: `${id}${id}`,
    span_id: id,
    input_tokens: 100 + (index % 900),
    duration_ms: 1_500.25 + index,
    input_messages: [{ role: "user", parts: [{ type: "text", content }] }],
    output_messages: [{ role: "assistant", parts: [{ type: "text", content }] }],
  });
}
