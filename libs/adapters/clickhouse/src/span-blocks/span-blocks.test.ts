import {
  BatchCallLinker,
  createOtlpSpan,
  encodeTraceRequest,
  SpanBatchDecoder,
  type AnyValue,
  type OtlpSpan,
  type SpanBatch,
} from "@parapet/span";
import { beforeEach, describe, expect, it } from "vitest";

import { readNativeBlock } from "../testing/read-native-block.ts";
import { SpanBlocks, type SpanBlocksOptions, type TakenBlocks } from "./span-blocks.ts";
import type { BatchMeasures, FeatureColumns } from "./span-run.ts";

const startMs = Date.UTC(2026, 2, 1, 12);
const unknown = (): Float64Array => new Float64Array(512).fill(Number.NaN);
const noFeatures = (): FeatureColumns => ({
  chars: unknown(),
  words: unknown(),
  uniqueWords: unknown(),
  sentiment: unknown(),
  complexity: unknown(),
});

let calls: BatchCallLinker;
let measures: BatchMeasures;
beforeEach(() => {
  calls = new BatchCallLinker();
  const promptHash = new Uint8Array(512 * 32).fill(0x61);
  measures = { input: noFeatures(), output: noFeatures(), promptHash, redactions: new Map([[1, 3]]) };
});

const decoder = new SpanBatchDecoder({ content: true });

function span(id: number, told: Readonly<Record<string, AnyValue>> = {}): OtlpSpan {
  const start = BigInt(startMs) * 1_000_000n;
  return createOtlpSpan({
    traceId: "a".repeat(32),
    spanId: id.toString(16).padStart(16, "0"),
    name: `span ${id}`,
    startTimeUnixNano: start,
    endTimeUnixNano: start + 1_000_000n,
    attributes: new Map(Object.entries({ "gen_ai.operation.name": "chat", "app.step": "first", ...told })),
  });
}

/** A span that says nothing but facts. */
const plain = (id: number, told: Readonly<Record<string, AnyValue>> = {}): OtlpSpan => ({
  ...span(id),
  attributes: new Map(Object.entries({ "gen_ai.operation.name": "chat", ...told })),
  scopeVersion: "1.2",
  resource: new Map([["host.name", "one"]]),
});

/** A span that needs an object: its status has a number that the columns do not read. */
const odd = (id: number): OtlpSpan => span(id, { "gen_ai.usage.input_tokens": "many" });

function batchOf(spans: readonly OtlpSpan[]): SpanBatch {
  const decoded = decoder.decode(encodeTraceRequest(spans), { tenant: "acme", receivedAtMs: startMs });
  if (decoded.kind !== "ok") throw new Error("the message is sound");
  calls.link(decoded.value.batch);
  return decoded.value.batch;
}

function openBlocks(options: Partial<SpanBlocksOptions> = {}): SpanBlocks {
  return new SpanBlocks({ calls, measures, hasContent: true, ...options });
}

const place = (offset: number) => ({ topic: "llm.spans", partition: 2, offset: BigInt(offset) });

/** Rows by table, of each piece apart. */
function piecesOf({ blocks }: TakenBlocks, table: string) {
  return blocks
    .filter((block) => block.table === table)
    .flatMap(({ pieces }) => Array.from(pieces, (one) => readNativeBlock(one)));
}

const names = (taken: TakenBlocks) => piecesOf(taken, "spans").map((rows) => rows.map(({ name }) => name));

describe("the blocks of a range", () => {
  it("hold the rows of its messages in order, objects between the others", () => {
    const blocks = openBlocks();
    blocks.add(place(1), batchOf([span(1), odd(2), span(3)]));
    blocks.add(place(2), batchOf([odd(4), span(5)]));
    const taken = blocks.take();
    expect(names(taken)).toEqual([["span 1", "span 2", "span 3", "span 4", "span 5"]]);
    const coordinates = piecesOf(taken, "span_content")[0]?.map(({ offset, idx }) => [offset, idx]);
    expect(coordinates).toEqual([
      [1n, 0],
      [1n, 1],
      [1n, 2],
      [2n, 0],
      [2n, 1],
    ]);
  });

  it("have a row of content only for spans that say more than facts", () => {
    const blocks = openBlocks();
    const tags = { "langfuse.trace.tags": ["one"] };
    blocks.add(place(1), batchOf([plain(1), span(2), plain(3), plain(4, tags), span(5), odd(6)]));
    const taken = blocks.take();
    expect(piecesOf(taken, "span_content")[0]?.map(({ idx }) => idx)).toEqual([1, 4, 5]);
    const senders = piecesOf(taken, "spans")[0]?.map((row) => [row["scope_version"], row["resource_attributes"]]);
    const [known, unknownSender] = [
      ["1.2", [["host.name", "one"]]],
      ["", []],
    ];
    expect(senders).toEqual([known, unknownSender, known, known, unknownSender, unknownSender]);
  });

  it("tell nothing of the sender where content is not kept", () => {
    const blocks = openBlocks({ hasContent: false });
    blocks.add(place(1), batchOf([plain(1), plain(2, { "langfuse.trace.tags": ["one"] })]));
    expect(piecesOf(blocks.take(), "spans")[0]?.[1]).not.toHaveProperty("resource_attributes");
  });

  it("leave out the key of a call where it is the provider's id as it was sent", () => {
    const answered = (id: number, response: string): OtlpSpan => span(id, { "gen_ai.response.id": response });
    const blocks = openBlocks();
    blocks.add(place(1), batchOf([answered(1, "r-1"), answered(2, " r-2"), span(3)]));
    const keys = piecesOf(blocks.take(), "spans")[0]?.map((row) => row["call_key"]);
    expect(keys).toEqual(["", "r-2", `${"a".repeat(32)}/${"3".padStart(16, "0")}`]);
  });

  it("are told with the number of their rows", () => {
    const blocks = openBlocks();
    blocks.add(place(1), batchOf([span(1), odd(2)]));
    expect(blocks.take().blocks.map(({ table, rowCount }) => [table, rowCount])).toEqual([
      ["spans", 2],
      ["span_content", 2],
    ]);
  });

  it("are cut behind the message that fills one, which the messages alone decide", () => {
    const cut = () => {
      const blocks = openBlocks({ limits: { maxRows: 3, maxBytes: 1e9 } });
      for (const offset of [1, 2, 3, 4]) blocks.add(place(offset), batchOf([span(2 * offset), span(2 * offset + 1)]));
      return names(blocks.take()).map((rows) => rows.length);
    };
    expect([cut(), cut()]).toEqual([
      [4, 4],
      [4, 4],
    ]);
  });

  it("are cut by bytes, each table for itself", () => {
    const blocks = openBlocks({ limits: { maxRows: 1e9, maxBytes: 4_000 } });
    const told = { "gen_ai.input.messages": JSON.stringify([{ role: "user", content: "x".repeat(3_000) }]) };
    for (const offset of [1, 2, 3, 4]) blocks.add(place(offset), batchOf([span(offset, told)]));
    const taken = blocks.take();
    expect(piecesOf(taken, "spans")).toHaveLength(1);
    expect(piecesOf(taken, "span_content")).toHaveLength(2);
  });

  it("are the same whenever they are read, also where they are packed until then", () => {
    const blocks = openBlocks();
    const resource = new Map([["blob", "r".repeat(400_000)]]);
    const ids = [1, 2, 3].map((offset) => Array.from({ length: 45 }, (_, idx) => 100 * offset + idx));
    for (const [offset, ofMessage] of ids.entries())
      blocks.add(place(offset), batchOf(ofMessage.map((id) => ({ ...span(id), resource }))));
    const taken = blocks.take();
    const expected = ids.map((ofMessage) => ofMessage.map((id) => `span ${id}`));
    expect(names(taken)).toEqual(expected);
    const last = piecesOf(taken, "spans").at(-1)?.at(-1);
    expect(last?.["resource_attributes"]).toEqual([...resource]);
    taken.release();
    blocks.add(place(4), batchOf([span(4)]));
    expect(names(taken).slice(1)).toEqual(expected.slice(1));
  });

  it("are none where there was nothing, or what there was is forgotten", () => {
    const blocks = openBlocks();
    blocks.add(place(1), batchOf([span(1)]));
    blocks.clear();
    expect(blocks.take().blocks.map(({ pieces }) => [...pieces].length)).toEqual([0, 0]);
  });

  it("hold no content where none is wanted", () => {
    const blocks = openBlocks({ hasContent: false });
    blocks.add(place(1), batchOf([span(1), odd(2)]));
    expect(blocks.take().blocks.map(({ table }) => table)).toEqual(["spans"]);
  });

  it("use the memory of those that were released again, and of no others", () => {
    const blocks = openBlocks();
    const takeOne = (id: number): TakenBlocks => {
      blocks.add(place(id), batchOf([span(id)]));
      return blocks.take();
    };
    const bufferOf = (taken: TakenBlocks) => [...(taken.blocks[0]?.pieces ?? [])][0]?.buffer;
    const first = takeOne(1);
    const second = takeOne(2);
    first.release();
    first.release();
    const third = takeOne(3);
    expect([...names(second), ...names(third)]).toEqual([["span 2"], ["span 3"]]);
    expect(bufferOf(third)).toBe(bufferOf(first));
    expect(bufferOf(takeOne(4))).not.toBe(bufferOf(third));
  });
});

describe("a span that the tables cannot hold", () => {
  it("is told of and leaves no part of its row behind", () => {
    const blocks = openBlocks();
    const batch = batchOf([span(1), odd(2), odd(3), span(4)]);
    const object = batch.objects[1];
    // A count beyond the column's 64 bits, in the middle of the row.
    batch.objects[1] = object && { ...object, output_tokens: 2 ** 70 };
    expect(blocks.add(place(1), batch)).toEqual([1]);
    const taken = blocks.take();
    expect(names(taken)).toEqual([["span 1", "span 3", "span 4"]]);
    expect(piecesOf(taken, "span_content")[0]).toHaveLength(3);
  });

  it("is refused when it comes by itself", () => {
    const blocks = openBlocks();
    const [object] = batchOf([odd(1)]).objects;
    if (object === undefined) throw new Error("the span is no object");
    expect(blocks.addSpan(place(1), 0, { span: { ...object, input_tokens: 2 ** 70 }, redactions: 0 })).toBe(false);
    expect(blocks.addSpan(place(1), 1, { span: object, redactions: 2 })).toBe(true);
    expect(piecesOf(blocks.take(), "spans")[0]).toEqual([expect.objectContaining({ idx: 1, redaction_count: 2 })]);
  });
});

describe("a column", () => {
  it("that no row says anything in is left to the server", () => {
    const blocks = openBlocks();
    blocks.add(place(1), batchOf([span(1), span(2)]));
    expect(piecesOf(blocks.take(), "spans")[0]?.[0]).not.toHaveProperty("input_tokens");
  });

  it("begins with nothing for the rows before the first that says something", () => {
    const blocks = openBlocks();
    blocks.add(place(1), batchOf([span(1), span(2), span(3, { "gen_ai.usage.input_tokens": 7 }), odd(4)]));
    const tokens = piecesOf(blocks.take(), "spans")[0]?.map((row) => row["input_tokens"]);
    expect(tokens).toEqual([null, null, 7n, null]);
  });

  it("of features is known where there was text", () => {
    measures.input.chars[1] = 12;
    const blocks = openBlocks();
    blocks.add(place(1), batchOf([span(1), span(2)]));
    const rows = piecesOf(blocks.take(), "spans")[0]?.map(({ input_chars, prompt_hash }) => [input_chars, prompt_hash]);
    expect(rows).toEqual([
      [null, ""],
      [12, "a".repeat(32)],
    ]);
  });
});
