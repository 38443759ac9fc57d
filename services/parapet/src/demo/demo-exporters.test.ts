import { engineSamples, gpuSamples, parsePrometheusText } from "@parapet/engine";
import type { Clock } from "@parapet/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { dcgmExposition } from "./dcgm-exposition.ts";
import { createDemoExporters } from "./demo-exporters.ts";
import { demoEngineState, demoGpuStates, engineTimes } from "./demo-node-state.ts";
import { vllmExposition } from "./vllm-exposition.ts";

const HOUR_MS = 3_600_000;
const nowMs = Date.UTC(2026, 10, 21, 9, 30);
const days = 8;
const times = engineTimes(nowMs, days);
const hours = Array.from({ length: 48 }, (_, hour) => nowMs - 24 * HOUR_MS + hour * HOUR_MS);

describe("the expositions of the demo", () => {
  it("say as vLLM what the engine's state is, and nothing that our parser cannot read", () => {
    for (const timeMs of hours) {
      const text = parsePrometheusText(vllmExposition(timeMs, times));
      expect(text.badLines).toBe(0);
      expect(engineSamples(text)).toEqual([demoEngineState(timeMs, times)]);
    }
  });

  it("say as dcgm-exporter what the GPUs' state is", () => {
    for (const timeMs of hours) {
      const text = parsePrometheusText(dcgmExposition(timeMs, times));
      expect(text.badLines).toBe(0);
      expect(gpuSamples(text)).toEqual(demoGpuStates(timeMs, times));
    }
  });

  it("give a histogram whose buckets rise to its count", () => {
    const { samples } = parsePrometheusText(vllmExposition(nowMs, times));
    const named = (name: string): readonly number[] =>
      samples.filter((sample) => sample.name === `vllm:time_to_first_token_seconds_${name}`).map(({ value }) => value);
    const buckets = named("bucket");
    expect(buckets).toEqual(buckets.toSorted((one, other) => one - other));
    expect(buckets).toHaveLength(23);
    expect(buckets.at(-1)).toBe(named("count")[0]);
  });
});

describe("the demo's exporters", () => {
  const clock: Clock = { nowMs: () => nowMs, monotonicMs: () => 0 };
  const exporters = createDemoExporters({ clock, nowMs, days });
  beforeAll(exporters.start);
  afterAll(exporters.stop);

  it("serve both payloads over HTTP", async () => {
    const engine = parsePrometheusText(await (await fetch(exporters.engineUrl())).text());
    const gpu = parsePrometheusText(await (await fetch(exporters.gpuUrl())).text());
    expect(Object.values(engineSamples(engine)[0] ?? {})).not.toContain(null);
    expect(gpuSamples(gpu)).toHaveLength(2);
  });

  it("serve nothing else", async () => {
    expect((await fetch(exporters.engineUrl().replace("/metrics", "/"))).status).toBe(404);
  });
});
