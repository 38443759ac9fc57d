import { setTimeout as delay } from "node:timers/promises";

import type { IngesterProcess } from "./ingester-process.ts";
import type { MessageTemplate } from "./message-template.ts";
import type { IngesterSetup, PipelineBed } from "./pipeline-bed.ts";

export interface DrainOptions extends Omit<IngesterSetup, "topic"> {
  readonly templates: readonly MessageTemplate[];
  readonly spans: number;
  readonly partitions: number;
  readonly processes: number;
}

export interface DrainCost {
  readonly spans: number;
  readonly bytes: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** The largest of the processes, in MiB. */
  readonly peakMb: number;
}

const POLL_MS = 50;
/** Without a new span in the table for so long, the run is given up. */
const STALL_MS = 45_000;
/** Messages of one request to the broker: half a megabyte. */
const REQUEST_BYTES = 512 * 1_024;
/** Between these parts of the spans the cost is measured: what comes before warms up, and the end has small ranges. */
const [MEASURED_FROM, MEASURED_TO] = [0.25, 0.9];

/** Fills a new topic, then starts ingesters and measures what they take to bring it into the table. */
export async function drainTopic(bed: PipelineBed, options: DrainOptions): Promise<DrainCost> {
  const topic = await bed.begin(options.partitions);
  const sent = await fill(bed, topic, options);
  const { processes, templates: _templates, partitions: _partitions, ...setup } = options;
  const ingesters = await Promise.all(Array.from({ length: processes }, () => bed.startIngester({ ...setup, topic })));
  try {
    const cost = await measureDrain(bed, ingesters, sent);
    const { all, distinct } = await bed.countDistinctSpans();
    if (all !== sent.spans || distinct !== sent.spans)
      throw new Error(`${sent.spans} spans were sent, ${all} stored, ${distinct} of them different`);
    return cost;
  } finally {
    await Promise.all(ingesters.map((ingester) => ingester.stop()));
  }
}

interface Sent {
  readonly spans: number;
  readonly bytes: number;
}

async function fill(bed: PipelineBed, topic: string, { templates, spans, partitions }: DrainOptions): Promise<Sent> {
  const perRequest = Math.max(1, Math.floor(REQUEST_BYTES / (templates[0]?.bytes ?? REQUEST_BYTES)));
  let [sentSpans, sentBytes, next] = [0, 0, 0];
  for (let partition = 0; sentSpans < spans; partition = (partition + 1) % partitions) {
    const values: Buffer[] = [];
    for (let index = 0; index < perRequest && sentSpans < spans; index += 1) {
      const template = templates[next++ % templates.length];
      if (template === undefined) throw new Error("there is nothing to send");
      values.push(template.copy());
      sentSpans += template.spans;
      sentBytes += template.bytes;
    }
    await bed.feed.append(topic, partition, values);
  }
  return { spans: sentSpans, bytes: sentBytes };
}

interface Sample {
  readonly spans: number;
  readonly cpuSeconds: number;
  readonly atMs: number;
}

async function measureDrain(bed: PipelineBed, ingesters: readonly IngesterProcess[], sent: Sent): Promise<DrainCost> {
  const sample = async (): Promise<Sample> => {
    const spans = await bed.countSpans();
    const cpuSeconds = ingesters.reduce((sum, ingester) => sum + ingester.cpuSeconds(), 0);
    return { spans, cpuSeconds, atMs: performance.now() };
  };
  const samples: Sample[] = [];
  let moved = await sample();
  for (;;) {
    const latest = await sample();
    samples.push(latest);
    if (latest.spans >= sent.spans) break;
    if (latest.spans > moved.spans) moved = latest;
    if (latest.atMs - moved.atMs > STALL_MS)
      throw new Error(`only ${latest.spans} of ${sent.spans} spans were stored, and then none for ${STALL_MS} ms`);
    await delay(POLL_MS);
  }
  const peakMb = Math.max(...ingesters.map((ingester) => ingester.memory().peakMb));
  const from = samples.find(({ spans }) => spans >= MEASURED_FROM * sent.spans);
  const to = samples.find(({ spans }) => spans >= MEASURED_TO * sent.spans);
  if (from === undefined || to === undefined) throw new Error("the run was too short to be measured");
  const spans = to.spans - from.spans;
  return {
    spans,
    bytes: (spans * sent.bytes) / sent.spans,
    cpuSeconds: to.cpuSeconds - from.cpuSeconds,
    wallSeconds: (to.atMs - from.atMs) / 1_000,
    peakMb,
  };
}
