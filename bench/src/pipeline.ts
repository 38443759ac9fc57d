import { createBlockSink } from "@parapet/clickhouse";
import { insertToken, type BlockSink, type MessageRange } from "@parapet/delivery";
import { loadModels } from "@parapet/guard";
import { ingestMessage, rangeBlocks, type IngestMessageDeps } from "@parapet/ingester";
import { createGenaiPriceBook } from "@parapet/prices";
import { createKeyedHash, silentLogger } from "@parapet/runtime";
import { decodeMessage, normaliseSpan } from "@parapet/span";
import { startTestClickHouse } from "@parapet/clickhouse/testing";

import { costOf, medianOf, print, type Cost } from "./measure.ts";
import { rangeBytes, sampleRange, type SampleShape } from "./sample-messages.ts";

const shapes: Readonly<Record<string, SampleShape>> = {
  "llm 2.6 KB": { messages: 400, spansPerMessage: 20, contentBytes: 2_000 },
  "no content 550 B": { messages: 120, spansPerMessage: 100, contentBytes: 0 },
};
const RUNS = 5;

const deps: IngestMessageDeps = {
  prices: createGenaiPriceBook(),
  operators: {},
  hash: createKeyedHash("a key for benchmarks only"),
  topicTenants: new Map(),
};

/** `pnpm bench pipeline`: the way of a span from message bytes to table, and of a text through the classifier. */
export async function benchPipeline(): Promise<void> {
  const store = await startTestClickHouse();
  try {
    for (const [name, shape] of Object.entries(shapes)) await benchShape(name, shape, createBlockSink(store.ingest));
  } finally {
    await store.stop();
  }
  await benchClassifier();
}

async function benchShape(name: string, shape: SampleShape, sink: BlockSink): Promise<void> {
  const ranges = Array.from({ length: RUNS + 1 }, (_, run) => sampleRange(shape, run * shape.messages));
  await report(`decode, ${name}`, ranges, (range) =>
    range.messages.forEach((message) => decodeMessage(valueOf(message))),
  );
  await report(`decode and normalise, ${name}`, ranges, (range) => {
    for (const message of range.messages) {
      const decoded = decodeMessage(valueOf(message));
      if (decoded.kind !== "ok") throw new Error(decoded.reason);
      for (const span of decoded.value.spans)
        normaliseSpan(span, { tenant: "bench", receivedAtMs: message.timestampMs });
    }
  });
  const rows = (range: MessageRange) => range.messages.map((message) => ingestMessage(message, range.streamId, deps));
  await report(`rows (normalise, price, measure, redact), ${name}`, ranges, rows);
  await report(`to table, ${name}`, ranges, (range) =>
    sink.write(rangeBlocks(rows(range)), insertToken(range), AbortSignal.timeout(60_000)),
  );
}

function valueOf(message: MessageRange["messages"][number]): Uint8Array {
  return message.value ?? new Uint8Array();
}

/** Runs the work over each range, the first one to warm up, and prints the median. */
async function report(
  name: string,
  [warmUp, ...ranges]: readonly MessageRange[],
  work: (range: MessageRange) => unknown,
): Promise<void> {
  if (warmUp !== undefined) await work(warmUp);
  const costs: Cost[] = [];
  for (const range of ranges) costs.push(await costOf(() => work(range)));
  const [sample] = ranges;
  if (sample === undefined) return;
  const spans = sample.messages.length * spansPerMessage(sample);
  const cpu = medianOf(costs.map(({ cpuSeconds }) => cpuSeconds));
  print({ bench: "pipeline", case: name, value: spans / cpu, unit: "spans/cpu_s", cpu_s: cpu });
  print({ bench: "pipeline", case: name, value: rangeBytes(sample) / 1e6 / cpu, unit: "MB/cpu_s", cpu_s: cpu });
}

function spansPerMessage({ messages: [message] }: MessageRange): number {
  const decoded = decodeMessage(message?.value ?? new Uint8Array());
  return decoded.kind === "ok" ? decoded.value.spans.length : 0;
}

async function benchClassifier(): Promise<void> {
  const models = await loadModels({ providers: ["cpu"], log: silentLogger });
  try {
    const signal = AbortSignal.timeout(300_000);
    const short =
      "Please tell me when my order of two lamps and a chair will arrive, I moved to another street last week. ";
    for (const [name, text] of [
      ["about 30 tokens", short],
      ["about 120 tokens", short.repeat(4)],
    ] as const) {
      const texts = Array.from({ length: 200 }, (_, index) => `${index} ${text}`);
      await models.classifier.classify(texts.slice(0, 20), signal);
      const { cpuSeconds, wallSeconds } = await costOf(() => models.classifier.classify(texts, signal));
      const figure = { bench: "pipeline", case: `classifier, ${name}`, cpu_s: cpuSeconds };
      print({ ...figure, value: texts.length / cpuSeconds, unit: "texts/cpu_s" });
      print({ ...figure, value: texts.length / wallSeconds, unit: "texts/s" });
    }
  } finally {
    await models.stop();
  }
}
