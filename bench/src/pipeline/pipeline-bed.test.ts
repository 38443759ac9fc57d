import { clickhouseAvailability } from "@parapet/clickhouse/testing";
import { kafkaAvailability, suiteName } from "@parapet/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { drainTopic } from "./drain.ts";
import { startPipelineBed, type PipelineBed } from "./pipeline-bed.ts";
import { shapes, templatesOf } from "./shapes.ts";
import { runSteadyLoad } from "./steady-load.ts";

const left = kafkaAvailability() ?? clickhouseAvailability();

describe.skipIf(left !== null)(suiteName("the bed of the pipeline's benchmarks", left), () => {
  let bed: PipelineBed;
  beforeAll(async () => {
    bed = await startPipelineBed();
  });
  afterAll(() => bed?.stop());
  const templates = templatesOf(shapes[0] ?? { name: "", spansPerMessage: 1, contentBytes: 0, spans: 1 });

  it("drains a topic, and fails where a span is missing or doubled", { timeout: 120_000 }, async () => {
    const cost = await drainTopic(bed, { templates, spans: 4_000, partitions: 2, processes: 1, content: "full" });
    expect(cost.peakMb).toBeGreaterThan(50);
    expect(cost.cpuSeconds).toBeGreaterThanOrEqual(0); // So few may be stored between two looks.
  });

  it("keeps a load for a while, forgets what is stored, and loses nothing", { timeout: 120_000 }, async () => {
    const load = { templates, spansPerSecond: 1_000, seconds: 3, partitions: 2, forgetEverySeconds: 1 };
    const result = await runSteadyLoad(bed, { ...load, content: "none" });
    expect([result.lost, result.doubled]).toEqual([0, 0]);
    expect(result.spans).toBeGreaterThan(1_000);
    expect(result.latenciesMs.length).toBeGreaterThan(5);
    expect(result.memory.length).toBeGreaterThan(1);
  });
});
