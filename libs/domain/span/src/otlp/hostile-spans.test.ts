import { describe, expect, test } from "vitest";
import { SpanBatchDecoder } from "../batch/span-batch-decoder.ts";
import { spanOfRow } from "../batch/span-of-row.ts";
import { decodeMessage } from "./decode-message.ts";
import { defaultDecodeLimits } from "./decode-limits.ts";
import { encodeTraceRequest } from "./encode-trace-request.ts";
import type { LlmSpan } from "../row/llm-span.ts";
import { normaliseSpan } from "../row/normalise-span.ts";
import type { AnyValue, OtlpSpan } from "./otlp-span.ts";
import { createOtlpSpan } from "./otlp-span.ts";

const context = { tenant: "acme", receivedAtMs: Date.UTC(2026, 10, 20) };
const start = BigInt(Date.UTC(2026, 10, 19)) * 1_000_000n;

function chat(attributes: Iterable<readonly [string, AnyValue]>, overrides: Partial<OtlpSpan> = {}): OtlpSpan {
  return createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    name: "chat",
    startTimeUnixNano: start,
    endTimeUnixNano: start + 1_000_000n,
    attributes: new Map([["gen_ai.operation.name", "chat"], ...attributes]),
    ...overrides,
  });
}

/** The row of the only span of a message, by the object path and by the columns; they have to agree on its flags. */
function rowOf(bytes: Uint8Array): LlmSpan | string {
  const decoded = decodeMessage(bytes);
  const batch = new SpanBatchDecoder().decode(bytes, context);
  if (decoded.kind !== "ok") return decoded.reason;
  const [span] = decoded.value.spans;
  if (span === undefined) return decoded.value.rejected[0]?.reason ?? "no span";
  const row = normaliseSpan(span, context);
  const view = batch.kind === "ok" ? spanOfRow(batch.value.batch, 0) : null;
  expect(view?.quality_flags).toEqual(row.quality_flags);
  return row;
}

function nested(levels: number): AnyValue {
  let value: AnyValue = "deep";
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : new Map([["a", value]]);
  return value;
}

describe("a hostile span", () => {
  test.each<[string, OtlpSpan, Partial<LlmSpan> | string]>([
    [
      "of 400,000 attributes keeps ten thousand",
      chat(Array.from({ length: 400_000 }, (_, at): [string, AnyValue] => [`k${at}`, at])),
      { quality_flags: ["attributes_dropped"] },
    ],
    [
      "of a million attributes is larger than any message may be",
      chat(Array.from({ length: 1_000_000 }, (_, at): [string, AnyValue] => [`k${at}`, at])),
      "message_too_large",
    ],
    ["of 100 levels of nested values is refused alone", chat([["a", nested(100)]]), "nested_too_deep"],
    ["with an attribute of 50 MB is a dead letter", chat([["a", "x".repeat(50_000_000)]]), "message_too_large"],
    [
      "with counts that contradict one another is flagged, and no bucket is negative",
      chat([
        ["gen_ai.usage.input_tokens", 10],
        ["gen_ai.usage.audio.input_tokens", 90],
        ["gen_ai.usage.output_tokens", 5],
        ["gen_ai.usage.reasoning.output_tokens", 50],
        ["gen_ai.usage.total_tokens", 7],
      ]),
      { input_uncached_tokens: 0, output_text_tokens: 0, reasoning_tokens: 50 },
    ],
    [
      "with times in milliseconds is kept and flagged",
      chat([], { startTimeUnixNano: 1_790_000_000_000n, endTimeUnixNano: 1_790_000_001_000n }),
      { quality_flags: ["implausible_time"] },
    ],
    ["with an id of the wrong length is refused alone", chat([], { spanId: "b7ad6b71" }), "invalid_span_id"],
    [
      "with a parent of the wrong length counts as a root",
      chat([], { parentSpanId: "b7ad6b71" }),
      { parent_span_id: "", quality_flags: ["invalid_parent_id"] },
    ],
  ])("%s", (_, span, expected) => {
    const row = rowOf(encodeTraceRequest([span]));
    if (typeof expected === "string") expect(row).toBe(expected);
    else expect(row).toMatchObject(expected);
  });

  test("whose keys come twice keeps the last value and says so", () => {
    const once = encodeTraceRequest([chat([["gen_ai.request.model", "first"]])]);
    // The last attribute's field, once more, at the end of the span: all lengths around it grow by its size.
    const bytes = withRepeatedField(once, "first", "other");
    expect(rowOf(bytes)).toMatchObject({ request_model: "other", quality_flags: ["duplicate_attribute"] });
  });

  test("does not hold more memory than its message allows", () => {
    const attributes = Array.from({ length: 200_000 }, (_, at): [string, AnyValue] => [`k${at}`, "v"]);
    const bytes = encodeTraceRequest([chat(attributes)]);
    const decoder = new SpanBatchDecoder();
    decoder.decode(bytes, context);
    const before = process.memoryUsage().arrayBuffers;
    for (let message = 0; message < 20; message += 1) decoder.decode(bytes, context);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(defaultDecodeLimits.maxBytes);
  });
});

/** Appends a copy of the attribute that holds `text`, with `other` of the same length instead. */
function withRepeatedField(bytes: Uint8Array, text: string, other: string): Uint8Array {
  const decoded = decodeMessage(bytes);
  if (decoded.kind !== "ok") throw new Error("the sample is sound");
  const [span] = decoded.value.spans;
  if (span === undefined) throw new Error("the sample has a span");
  const key = [...span.attributes].find(([, value]) => value === text)?.[0] ?? "";
  const doubled = new Map([...span.attributes, [`${key.slice(0, -1)}_`, other]]);
  const renamed = encodeTraceRequest([{ ...span, attributes: doubled }]);
  const at = Buffer.from(renamed).indexOf(`${key.slice(0, -1)}_`);
  renamed[at + key.length - 1] = key.charCodeAt(key.length - 1);
  return renamed;
}
