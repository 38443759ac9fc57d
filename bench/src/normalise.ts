import { parseArgs } from "node:util";

import { createGenaiPriceBook } from "@parapet/prices";
import { BatchPricer, priceSpan } from "@parapet/pricing";
import {
  decodeTraceRequest,
  encodeTraceRequest,
  holding,
  normaliseSpan,
  SpanBatchDecoder,
  type OtlpSpan,
} from "@parapet/span";

import { costOf, medianOf, print, type Figure } from "./measure.ts";
import { mapByProtobufjs } from "./protobufjs-peer.ts";
import { rangeBytes, sampleRange, type SampleShape } from "./sample-messages.ts";

const shapes: Readonly<Record<string, SampleShape>> = {
  "2.6 KB": { messages: 400, spansPerMessage: 20, contentBytes: 1_840 },
  "550 B": { messages: 120, spansPerMessage: 100, contentBytes: 0 },
};
const RUNS = 7;
/** Runs over the messages in one measurement: long against the clock's resolution. */
const REPEATS = 12;

const context = { tenant: "bench", receivedAtMs: 1_790_000_000_000 };

/**
 * `pnpm bench normalise`: message bytes to priced columns on one core, and in the same process, run by run, what our own
 * object path makes of the same messages (with their content), and protobufjs and an object per span (unpriced). With
 * `--minutes N` the columns go on for so long, and a figure per minute shows whether the rate falls.
 */
export async function benchNormalise(): Promise<void> {
  const { values } = parseArgs({ args: process.argv.slice(3), options: { minutes: { type: "string" } } });
  const normalise = createNormalise();
  for (const [name, shape] of Object.entries(shapes)) await benchShape(name, shape, normalise);
  await benchContent();
  if (values.minutes !== undefined) await benchLong(Number(values.minutes), normalise);
}

type Normalise = (bytes: Uint8Array) => number;

/** The whole way of one message; answers its spans. All of the sample's have to be in columns. */
function createNormalise(content = false): Normalise {
  const decoder = new SpanBatchDecoder({ content });
  const pricer = new BatchPricer(createGenaiPriceBook());
  return (bytes) => {
    const decoded = decoder.decode(bytes, context);
    if (decoded.kind !== "ok") throw new Error("the sample is no sound request");
    const { batch } = decoded.value;
    pricer.price(batch);
    if (batch.held[batch.rows - 1] !== holding.columns) throw new Error("the sample needs objects");
    return batch.rows;
  };
}

/** The way of spans that columns cannot hold, for all of them. */
function createByObjects(): Normalise {
  const book = createGenaiPriceBook();
  return (bytes) => {
    const decoded = decodeTraceRequest(bytes);
    if (decoded.kind !== "ok") throw new Error("the sample is no sound request");
    for (const span of decoded.value.spans) priceSpan(normaliseSpan(span, context), book);
    return decoded.value.spans.length;
  };
}

async function benchShape(name: string, shape: SampleShape, normalise: Normalise): Promise<void> {
  const range = sampleRange(shape, 0);
  const messages = range.messages.map(({ value }) => value ?? new Uint8Array());
  const spans = messages.length * shape.spansPerMessage;
  const bytes = Math.round(rangeBytes(range) / spans);
  const measure = async (work: Normalise, repeats: number): Promise<number> => {
    const { cpuSeconds } = await costOf(() => {
      for (let repeat = 0; repeat < repeats; repeat += 1) for (const message of messages) work(message);
    });
    return cpuSeconds / repeats;
  };
  const byObjects = createByObjects();
  const [ours, objects, peers]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run <= RUNS; run += 1) {
    ours.push(await measure(normalise, REPEATS));
    objects.push(await measure(byObjects, 1));
    peers.push(await measure(mapByProtobufjs, 1));
  }
  const [cpu, objectCpu, peerCpu] = [warmMedianOf(ours), warmMedianOf(objects), warmMedianOf(peers)];
  const tell = (label: string, cpu_s: number, compared?: Pick<Figure, "peer" | "ratio">): void =>
    print({
      bench: "normalise",
      unit: "spans/cpu_s",
      bytes,
      case: `${label}, ${name}`,
      value: spans / cpu_s,
      cpu_s,
      ...compared,
    });
  const peer = "protobufjs and object mapping";
  tell(peer, peerCpu);
  tell("decode, normalise, price by objects, content read", objectCpu);
  tell("decode, normalise, price, content skipped", cpu, { peer, ratio: Number((peerCpu / cpu).toFixed(1)) });
}

const contentShape: SampleShape = { messages: 400, spansPerMessage: 20, contentBytes: 1_840 };

/** What the content of 2.6 KB spans costs, by how their messages are spelt; run by run, beside the same without content. */
async function benchContent(): Promise<void> {
  const compact = sampleRange(contentShape, 0).messages.map(({ value }) => value ?? new Uint8Array());
  const python = compact.map((bytes) => respelt(bytes, spacedJson));
  const lines = compact.map((bytes) => respelt(bytes, (json) => json.replaceAll("invoice ", "invoice\\n")));
  const cases: readonly (readonly [label: string, messages: readonly Uint8Array[], work: Normalise])[] = [
    ["content skipped", compact, createNormalise()],
    ["content kept, compact JSON", compact, createNormalise(true)],
    ["content kept, JSON with spaces", python, createNormalise(true)],
    ["content kept, texts of several lines", lines, createNormalise(true)],
  ];
  const seconds = new Map(cases.map(([label]): [string, number[]] => [label, []]));
  for (let run = 0; run <= RUNS; run += 1) {
    for (const [label, messages, work] of cases) {
      const { cpuSeconds } = await costOf(() => {
        for (let repeat = 0; repeat < REPEATS; repeat += 1) for (const message of messages) work(message);
      });
      seconds.get(label)?.push(cpuSeconds / REPEATS);
    }
  }
  const spans = contentShape.messages * contentShape.spansPerMessage;
  for (const [label, figures] of seconds) {
    const cpu_s = warmMedianOf(figures);
    print({
      bench: "normalise",
      case: `decode, normalise, price, ${label}`,
      value: spans / cpu_s,
      unit: "spans/cpu_s",
      cpu_s,
    });
  }
}

/** The spans of a message with their messages' JSON written in another way. */
function respelt(bytes: Uint8Array, write: (json: string) => string): Uint8Array {
  const decoded = decodeTraceRequest(bytes);
  if (decoded.kind !== "ok") throw new Error("the sample is no sound request");
  const spanOf = (span: OtlpSpan): OtlpSpan => {
    const attributes = new Map(span.attributes);
    for (const key of ["gen_ai.input.messages", "gen_ai.output.messages"]) {
      const json = attributes.get(key);
      if (typeof json === "string") attributes.set(key, write(json));
    }
    return { ...span, attributes };
  };
  return encodeTraceRequest(decoded.value.spans.map(spanOf));
}

/** As Python writes JSON: with a space behind each comma and colon. The sample's texts have neither. */
function spacedJson(json: string): string {
  return json.replaceAll(/[:,]/g, "$& ");
}

/** The first run warms up. */
function warmMedianOf([, ...figures]: readonly number[]): number {
  return medianOf(figures);
}

/** One figure a minute. The heap is told too: what a span leaves behind would show there. */
async function benchLong(minutes: number, normalise: Normalise): Promise<void> {
  const messages = sampleRange(contentShape, 0).messages.map(({ value }) => value ?? new Uint8Array());
  for (let minute = 1; minute <= minutes; minute += 1) {
    let spans = 0;
    const { cpuSeconds } = await costOf(() => {
      const endMs = performance.now() + 60_000;
      while (performance.now() < endMs) for (const message of messages) spans += normalise(message);
    });
    const figure = { bench: "normalise", cpu_s: cpuSeconds };
    print({ ...figure, case: `minute ${minute}`, value: spans / cpuSeconds, unit: "spans/cpu_s" });
    print({ ...figure, case: `minute ${minute}, heap`, value: process.memoryUsage().heapUsed / 1e6, unit: "MB" });
  }
}
