import { holding, SpanBatchDecoder, spanOfRow, type LlmSpan } from "@parapet/span";
import { describe, expect, it } from "vitest";

import { shapes, templatesOf } from "./shapes.ts";

function spansOf(bytes: Uint8Array): readonly (LlmSpan | null)[] {
  const decoded = new SpanBatchDecoder().decode(bytes, { tenant: "bench", receivedAtMs: Date.now() });
  if (decoded.kind !== "ok") throw new Error("the copy is no sound request");
  const { batch } = decoded.value;
  expect([...batch.held.subarray(0, batch.rows)].every((held) => held === holding.columns)).toBe(true);
  return Array.from({ length: batch.rows }, (_, row) => spanOfRow(batch, row));
}

describe.each(shapes)("messages of spans of $name", (shape) => {
  it("hold their spans in columns, and none that another message has", () => {
    const [template] = templatesOf(shape);
    const copies = [template, template].flatMap((one) => spansOf(one?.copy() ?? new Uint8Array()));
    expect(copies).toHaveLength(2 * shape.spansPerMessage);
    for (const id of ["trace_id", "span_id", "response_id"] as const)
      expect(new Set(copies.map((span) => span?.[id])).size).toBe(copies.length);
  });
});
