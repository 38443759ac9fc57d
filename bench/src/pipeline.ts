import { parseArgs } from "node:util";

import { print, type Figure } from "./measure.ts";
import { drainTopic, type DrainOptions } from "./pipeline/drain.ts";
import { percentileOf } from "./pipeline/percentile-of.ts";
import { contents, startPipelineBed, type Content, type PipelineBed } from "./pipeline/pipeline-bed.ts";
import { shapes, templatesOf, type PipelineShape } from "./pipeline/shapes.ts";
import { runSteadyLoad } from "./pipeline/steady-load.ts";

interface PipelineOptions {
  readonly shapes: readonly PipelineShape[];
  readonly contents: readonly Content[];
  readonly partitions: readonly number[];
  readonly processes: readonly number[];
  /** Part of the full length of a run. */
  readonly scale: number;
  /** Appends at half of the rate that was just measured, and tells how long spans take until they can be read. */
  readonly hasLatency: boolean;
  /** How long it appends. */
  readonly latencySeconds: number;
  readonly profileFolder?: string;
}

/**
 * `pnpm bench pipeline`: the real ingester from a real broker to the tables of a real ClickHouse, in spans per CPU-second
 * of its process, all threads together. Each run has a topic and tables of its own, and checks that every span is there once.
 */
export async function benchPipeline(): Promise<void> {
  await runPipeline(parsePipelineOptions(process.argv.slice(3)));
}

function parsePipelineOptions(args: readonly string[]): PipelineOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      shape: { type: "string", multiple: true },
      content: { type: "string", default: contents.join(",") },
      partitions: { type: "string", default: "4" },
      processes: { type: "string", default: "1" },
      scale: { type: "string", default: "1" },
      latency: { type: "boolean", default: false },
      seconds: { type: "string", default: "30" },
      profile: { type: "string" },
    },
  });
  return {
    shapes: shapes.filter(({ name }) => values.shape?.includes(name) ?? true),
    contents: contents.filter((content) => values.content.split(",").includes(content)),
    partitions: values.partitions.split(",").map(Number),
    processes: values.processes.split(",").map(Number),
    scale: Number(values.scale),
    hasLatency: values.latency,
    latencySeconds: Number(values.seconds),
    ...(values.profile === undefined ? {} : { profileFolder: values.profile }),
  };
}

/** Every combination of what the options name, one after the other. */
async function runPipeline(options: PipelineOptions): Promise<void> {
  const bed = await startPipelineBed();
  try {
    for (const { shape, ...one } of casesOf(options)) await benchCase(bed, shape, one, options);
  } finally {
    await bed.stop();
  }
}

function casesOf(options: PipelineOptions): readonly (Case & { readonly shape: PipelineShape })[] {
  return options.shapes.flatMap((shape) =>
    options.contents.flatMap((content) =>
      options.partitions.flatMap((partitions) =>
        options.processes.map((processes) => ({ shape, content, partitions, processes })),
      ),
    ),
  );
}

type Case = Pick<DrainOptions, "content" | "partitions" | "processes">;

async function benchCase(bed: PipelineBed, shape: PipelineShape, one: Case, options: PipelineOptions): Promise<void> {
  const templates = templatesOf(shape);
  const profile = options.profileFolder === undefined ? {} : { profileFolder: options.profileFolder };
  const cost = await drainTopic(bed, { ...one, ...profile, templates, spans: Math.ceil(shape.spans * options.scale) });
  const label = `${shape.name}, content ${one.content}, ${one.partitions} partitions, ${one.processes} processes`;
  const tell = (what: string, value: number, unit: string, cpu_s = cost.cpuSeconds): void => {
    const figure: Figure = { bench: "pipeline", case: `${label}${what}`, value, unit, cpu_s };
    print({ ...figure, bytes: Math.round(cost.bytes / cost.spans) });
  };
  const rate = cost.spans / cost.cpuSeconds;
  tell("", rate, "spans/cpu_s");
  tell("", cost.bytes / 1e6 / cost.cpuSeconds, "MB/cpu_s");
  tell(", wall", cost.spans / cost.wallSeconds, "spans/s");
  tell(", peak memory", cost.peakMb, "MB");
  if (!options.hasLatency) return;
  const load = { ...one, templates, spansPerSecond: rate / 2, seconds: options.latencySeconds };
  const { latenciesMs, cpuSeconds, lost, doubled } = await runSteadyLoad(bed, load);
  if (lost !== 0 || doubled !== 0) throw new Error(`${lost} spans were lost and ${doubled} doubled`);
  for (const share of [0.5, 0.99]) {
    tell(`, append to queryable, p${share * 100}`, percentileOf(latenciesMs, share), "ms", cpuSeconds);
  }
}
