import { readFileSync } from "node:fs";
import { join } from "node:path";

import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { describe, expect, it } from "vitest";

import type { GpuState } from "./engine-state.ts";
import { gpuSamples } from "./gpu-samples.ts";
import { parsePrometheusText } from "./parse-prometheus-text.ts";

const MIB = 1024 * 1024;

function statesOf(lines: readonly string[]): readonly GpuState[] {
  return gpuSamples(parsePrometheusText(lines.join("\n")));
}

describe("gpuSamples of dcgm-exporter", () => {
  it.each([
    ["int64", "9223372036854775794"],
    ["int64, not supported", "9223372036854775793"],
    ["int32", "2147483632"],
    ["int32, not permitted", "2147483635"],
    ["fp64", "140737488355328"],
    ["NaN", "NaN"],
  ])("reads the blank value of %s as null", (_label, value) => {
    const [state] = statesOf([`DCGM_FI_DEV_GPU_TEMP{UUID="GPU-1"} ${value}`]);
    expect(state).toMatchObject({ gpu_uuid: "1", temperature_celsius: null });
  });

  it.each([
    ["profiling over utilisation", ["DCGM_FI_DEV_GPU_UTIL", "99"], ["DCGM_FI_PROF_GR_ENGINE_ACTIVE", "0.25"], 0.25],
    [
      "utilisation when profiling is blank",
      ["DCGM_FI_DEV_GPU_UTIL", "99"],
      ["DCGM_FI_PROF_GR_ENGINE_ACTIVE", "9.3e18"],
      0.99,
    ],
  ])("prefers %s", (_label, [name, value], [otherName, otherValue], ratio) => {
    const [state] = statesOf([`${name}{UUID="GPU-1"} ${value}`, `${otherName}{UUID="GPU-1"} ${otherValue}`]);
    expect(state?.util_ratio).toBe(ratio);
  });

  it("gives memory in bytes, and a total that counts what is reserved", () => {
    const [state] = statesOf([
      'DCGM_FI_DEV_FB_USED{UUID="GPU-1"} 100',
      'DCGM_FI_DEV_FB_FREE{UUID="GPU-1"} 50',
      'DCGM_FI_DEV_FB_RESERVED{UUID="GPU-1"} 7',
    ]);
    expect(state).toMatchObject({
      memory_used_bytes: 100 * MIB,
      memory_free_bytes: 50 * MIB,
      memory_total_bytes: 157 * MIB,
    });
  });

  it("has no total where used or free is unknown", () => {
    expect(statesOf(['DCGM_FI_DEV_FB_USED{UUID="GPU-1"} 100'])[0]?.memory_total_bytes).toBeNull();
  });

  it.each([
    ["current", 'gpu="0",UUID="GPU-AB",modelName="L4",pod="p",namespace="n"'],
    ["old", 'gpu="0",uuid="ab",modelName="L4",pod_name="p",pod_namespace="n"'],
    ["NVLink", 'gpu="0",gpu_uuid="GPU-ab",model_name="L4",pod="p",namespace="n"'],
  ])("reads the %s labels", (_label, labels) => {
    expect(statesOf([`DCGM_FI_DEV_GPU_TEMP{${labels}} 40`])).toMatchObject([
      { gpu_uuid: "ab", gpu_index: "0", gpu_model: "L4", pod: "p", namespace: "n", mig_id: "" },
    ]);
  });

  it("keeps MIG instances of one GPU apart", () => {
    const states = statesOf([
      'DCGM_FI_PROF_GR_ENGINE_ACTIVE{UUID="GPU-1",GPU_I_PROFILE="1g.10gb",GPU_I_ID="7"} 0.1',
      'DCGM_FI_PROF_GR_ENGINE_ACTIVE{UUID="GPU-1",GPU_I_PROFILE="1g.10gb",GPU_I_ID="8"} 0.2',
    ]);
    expect(states.map(({ mig_id: id, util_ratio: ratio }) => [id, ratio])).toEqual([
      ["7", 0.1],
      ["8", 0.2],
    ]);
  });

  it("counts a time-sliced GPU once, and gives it to none of its pods", () => {
    const states = statesOf([
      'DCGM_FI_DEV_GPU_UTIL{UUID="GPU-1",pod="a",namespace="x"} 99',
      'DCGM_FI_DEV_GPU_UTIL{UUID="GPU-1",pod="b",namespace="x"} 99',
    ]);
    expect(states).toMatchObject([{ util_ratio: 0.99, pod: "", namespace: "" }]);
  });

  it("reads a hundred thousand rows of one GPU in time in proportion", () => {
    const startedMs = performance.now();
    const states = statesOf(Array.from({ length: 150_000 }, () => 'DCGM_FI_DEV_GPU_TEMP{UUID="GPU-1"} 40'));
    expect(states).toMatchObject([{ temperature_celsius: 40 }]);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it("leaves out a row that names no GPU", () => {
    expect(statesOf(["DCGM_FI_DEV_GPU_TEMP 40"])).toEqual([]);
  });
});

const folder = fixturesFolder();

describe.skipIf(folder === null)(suiteName("gpuSamples of a real payload", fixturesAvailability()), () => {
  it("reads three GPUs of three exporter versions", () => {
    const file = join(folder ?? "", "metrics/dcgm-exporter/datadog_T4_A10G_pod_labels.prom");
    const states = gpuSamples(parsePrometheusText(readFileSync(file, "utf8")));
    expect(states).toMatchObject([
      {
        gpu_uuid: "20c56d28-0da5-6d26-a36a-e7af1ce2586e",
        gpu_model: "Tesla T4",
        util_ratio: 0,
        memory_free_bytes: 15_109 * MIB,
        power_watts: 8.969,
        temperature_celsius: 25,
        xid_last: 0,
      },
      { gpu_model: "NVIDIA A10G", pod: "ray-1111111", namespace: "ray-llm", dram_active_ratio: 0.000003 },
      { memory_total_bytes: 15_109 * MIB, util_ratio: null },
    ]);
  });
});
