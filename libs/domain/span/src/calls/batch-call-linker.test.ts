import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { holding } from "../batch/span-batch.ts";
import type { SpanBatch } from "../batch/span-batch.ts";
import { SpanBatchDecoder } from "../batch/span-batch-decoder.ts";
import { spanOfRow } from "../batch/span-of-row.ts";
import { decodeMessage } from "../otlp/decode-message.ts";
import { encodeTraceRequest } from "../otlp/encode-trace-request.ts";
import { createOtlpSpan, type AnyValue, type OtlpSpan } from "../otlp/otlp-span.ts";
import { normaliseSpan } from "../row/normalise-span.ts";
import { BatchCallLinker, callKeyPlace } from "./batch-call-linker.ts";
import { linkCalls, spendRoles } from "./link-calls.ts";

const startMs = Date.UTC(2026, 2, 1, 12);
const context = { tenant: "acme", receivedAtMs: startMs };

interface Sketch {
  readonly id?: number;
  readonly parent?: number;
  readonly name?: string;
  readonly fromMs?: number;
  readonly told?: Readonly<Record<string, AnyValue>>;
}

const idOf = (n: number): string => n.toString(16).padStart(16, "0");

function span({ id = 1, parent = 0, name = "chat", fromMs = 0, told = {} }: Sketch): OtlpSpan {
  const start = BigInt(startMs + fromMs) * 1_000_000n;
  return createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: idOf(id),
    parentSpanId: parent === 0 ? "" : idOf(parent),
    name,
    startTimeUnixNano: start,
    endTimeUnixNano: start + 1_000_000_000n,
    attributes: new Map(
      Object.entries({
        "gen_ai.operation.name": "chat",
        "gen_ai.usage.input_tokens": 10,
        "gen_ai.usage.output_tokens": 2,
        ...told,
      }),
    ),
  });
}

const decoder = new SpanBatchDecoder();
const linker = new BatchCallLinker();

function batchOf(spans: readonly OtlpSpan[]): SpanBatch {
  const decoded = decoder.decode(encodeTraceRequest(spans), context);
  if (decoded.kind !== "ok") throw new Error("the message is sound");
  return decoded.value.batch;
}

function told(batch: SpanBatch, row: number): readonly [string, string] {
  const role = spendRoles[linker.roles[row] ?? -1] ?? "?";
  const at = linker.keyAt[row] ?? callKeyPlace.none;
  if (at >= 0) return [batch.text(at, linker.keyEnd[row] ?? at), role];
  const row_ = spanOfRow(batch, row);
  if (at === callKeyPlace.ids) return [`${row_?.trace_id}/${row_?.span_id}`, role];
  return [at === callKeyPlace.text ? (linker.keys[row] ?? "?") : "", role];
}

/** What the linker says of a message, row by row, and what `linkCalls` says of its spans. */
function bothWays(spans: readonly OtlpSpan[]) {
  const batch = batchOf(spans);
  linker.link(batch);
  const rows = Array.from({ length: batch.rows }, (_, row) => told(batch, row));
  const decoded = decodeMessage(encodeTraceRequest(spans));
  const objects = decoded.kind === "ok" ? decoded.value.spans : [];
  const linked = linkCalls(objects.map((object) => normaliseSpan(object, context)));
  return { rows, expected: linked.map(({ call_key, spend_role }) => [call_key, spend_role]) };
}

const vllmId = "chatcmpl-0123456789abcdef0123456789abcdef";

describe("the calls of a batch are those of its spans", () => {
  test.each<readonly [label: string, spans: readonly Sketch[]]>([
    ["apart from one another", [{ id: 1 }, { id: 2 }, { id: 3, told: { "gen_ai.response.id": "resp_1" } }]],
    [
      "inside an agent's span",
      [
        { id: 1, told: { "gen_ai.operation.name": "invoke_agent" } },
        { id: 2, parent: 1 },
      ],
    ],
    ["one inside the other", [{ id: 2, parent: 1 }, { id: 1 }]],
    [
      "one inside the other, with a span between",
      [{ id: 1 }, { id: 2, parent: 1, told: { "gen_ai.operation.name": "execute_tool" } }, { id: 3, parent: 2 }],
    ],
    ["of one id", [1, 2].map((id) => ({ id, told: { "gen_ai.response.id": "resp_1" } }))],
    [
      "of blank ids",
      [" ", "None", "undefined"].map((text, id) => ({ id: id + 1, told: { "gen_ai.response.id": text } })),
    ],
    ["of an id with blanks around it", [{ told: { "gen_ai.response.id": "\t a-rather-long-response-id " } }]],
    [
      "of an engine's ids",
      [vllmId, `${vllmId}-0`, `2_${vllmId}-1-0a0b0c0d`].map((id, at) => ({
        id: at + 1,
        told: { "gen_ai.response.id": id },
      })),
    ],
    ["told twice", [{ id: 1 }, { id: 1 }]],
    [
      "with LiteLLM's raw request beside",
      [
        { id: 1, name: "litellm_request" },
        { id: 2, name: "raw_gen_ai_request" },
      ],
    ],
    [
      "beside a span that is an object",
      [
        { id: 1, told: { "llm.is_streaming": "maybe" } },
        { id: 2, parent: 1 },
      ],
    ],
  ])("%s", (_, sketches) => {
    const { rows, expected } = bothWays(sketches.map(span));
    expect(rows).toEqual(expected);
  });

  it("for any tree of spans", () => {
    const ids = ["", " ", "resp_1", "resp_2", "n/a", vllmId, `${vllmId}-1`, `x${vllmId}`];
    const sketch: fc.Arbitrary<Sketch> = fc.record({
      id: fc.integer({ min: 1, max: 30 }),
      parent: fc.nat(30),
      fromMs: fc.constantFrom(0, 100, 5_000),
      name: fc.constantFrom("chat", "litellm_request", "raw_gen_ai_request", "ai.generateText"),
      told: fc.record(
        {
          "gen_ai.operation.name": fc.constantFrom("chat", "invoke_agent", "execute_tool", "embeddings"),
          "gen_ai.response.id": fc.constantFrom(...ids),
          "gen_ai.request.id": fc.constantFrom(...ids),
          "gen_ai.usage.input_tokens": fc.constantFrom(10, 20),
        },
        { requiredKeys: [] },
      ),
    });
    fc.assert(
      fc.property(fc.array(sketch, { minLength: 1, maxLength: 6 }), (sketches) => {
        const { rows, expected } = bothWays(sketches.map(span));
        expect(rows).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });
});

it("takes the cost from a span whose call another one pays for", () => {
  const batch = batchOf([span({ id: 1 }), span({ id: 2, parent: 1, told: { "gen_ai.provider.name": "openai" } })]);
  batch.measured.fill(7);
  linker.link(batch);
  const duplicate = linker.roles.indexOf(spendRoles.indexOf("duplicate"));
  expect(batch.held[duplicate]).toBe(holding.columns);
  expect([batch.measure("costPicoUsd", duplicate), batch.measure("costPicoUsd", 1 - duplicate)]).toEqual([NaN, 7]);
});

it("makes no object of calls that stand apart", () => {
  const batch = batchOf([span({ id: 1 }), span({ id: 2, told: { "gen_ai.response.id": "resp_2" } })]);
  linker.link(batch);
  expect([...linker.keyAt.subarray(0, 2)]).toEqual([callKeyPlace.ids, expect.any(Number)]);
  expect(linker.keys).toEqual([]);
});
