import type { RowBlock } from "@parapet/delivery";

import type { FindingRow } from "../rows.ts";
import { toSpanContentRow, toSpanRow } from "../span-row.ts";
import { sampleSpan } from "./sample-span.ts";

/** What `rows` messages of one span each become: a row in every table that spans fill. */
export function sampleBlocks(rows: number): readonly RowBlock[] {
  const spans = Array.from({ length: rows }, (_, index) =>
    sampleSpan({ span_id: String(index), trace_id: String(index) }),
  );
  const at = (index: number) => ({ topic: "llm.spans", partition: 0, offset: String(index), idx: 0 });
  const finding: Omit<FindingRow, "topic" | "partition" | "offset" | "idx"> = {
    tenant: "acme",
    trace_id: "t",
    span_id: "s",
    start_time: "2026-11-20T10:15:30.123456789Z",
    category: "pii",
    detector: "pii",
    entity: "email",
    severity: "medium",
    score: 0.9,
    location: "input",
    start: 0,
    end: 5,
    fingerprint: "aa",
    decision: "modify",
    service_name: "support-bot",
    request_model: "gpt-5",
  };
  const { tenant, trace_id, span_id, start_time, service_name, request_model } = finding;
  const embedding = {
    tenant,
    trace_id,
    span_id,
    start_time,
    service_name,
    request_model,
    part: "input",
    model_version: "1",
    vector: [0.6, 0.8],
  };
  return [
    { table: "spans", rows: spans.map((span, index) => toSpanRow(span, at(index), 0)) },
    { table: "span_content", rows: spans.map((span, index) => toSpanContentRow(span, at(index))) },
    { table: "findings", rows: Array.from(spans.keys(), (index) => ({ ...finding, ...at(index) })) },
    { table: "embeddings", rows: Array.from(spans.keys(), (index) => ({ ...embedding, ...at(index) })) },
  ];
}
