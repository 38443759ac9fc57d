import { parseArgs } from "node:util";

import { print } from "./measure.ts";
import { percentileOf } from "./pipeline/percentile-of.ts";
import { startPipelineBed, type Content } from "./pipeline/pipeline-bed.ts";
import { shapes, templatesOf } from "./pipeline/shapes.ts";
import { slopeOf } from "./pipeline/slope-of.ts";
import { runSteadyLoad } from "./pipeline/steady-load.ts";

interface SoakOptions {
  readonly seconds: number;
  readonly spansPerSecond: number;
  readonly partitions: number;
  readonly content: Content;
}

const FORGET_EVERY_SECONDS = 20;
/** Memory grows while code and buffers find their size; the slope is that of what comes after this part. */
const WARM_UP = 0.2;
const SECONDS_PER_HOUR = 3_600;

/** `pnpm bench soak`: a steady load for a long time. Tells memory, how it grows, latency, and that nothing is lost. */
export async function benchSoak(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      minutes: { type: "string", default: "30" },
      rate: { type: "string", default: "20000" },
      partitions: { type: "string", default: "4" },
    },
  });
  await runSoak({
    seconds: 60 * Number(values.minutes),
    spansPerSecond: Number(values.rate),
    partitions: Number(values.partitions),
    content: "full",
  });
}

async function runSoak({ seconds, ...options }: SoakOptions): Promise<void> {
  const [shape] = shapes;
  if (shape === undefined) throw new Error("there is no shape of spans");
  const bed = await startPipelineBed();
  try {
    const load = { ...options, seconds, templates: templatesOf(shape), forgetEverySeconds: FORGET_EVERY_SECONDS };
    const { memory, latenciesMs, cpuSeconds, spans, lost, doubled, peakMb } = await runSteadyLoad(bed, load);
    const settled = memory.filter(({ atSeconds }) => atSeconds >= WARM_UP * seconds);
    const growth = slopeOf(settled.map(({ atSeconds, residentMb }) => ({ x: atSeconds, y: residentMb })));
    const tell = (what: string, value: number, unit: string): void =>
      print({ bench: "soak", case: what, value, unit, cpu_s: cpuSeconds });
    tell("spans", spans, "spans");
    tell("rate", spans / cpuSeconds, "spans/cpu_s");
    tell("lost", lost, "spans");
    tell("doubled", doubled, "spans");
    tell("peak memory", peakMb, "MB");
    tell("growth of memory", growth * SECONDS_PER_HOUR, "MB/h");
    tell("append to queryable, p50", percentileOf(latenciesMs, 0.5), "ms");
    tell("append to queryable, p99", percentileOf(latenciesMs, 0.99), "ms");
  } finally {
    await bed.stop();
  }
}
