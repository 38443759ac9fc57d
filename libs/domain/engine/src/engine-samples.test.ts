import { readFileSync } from "node:fs";
import { join } from "node:path";

import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { describe, expect, it } from "vitest";

import { engineSamples } from "./engine-samples.ts";
import type { EngineState } from "./engine-state.ts";
import { parsePrometheusText } from "./parse-prometheus-text.ts";

function statesOf(lines: readonly string[]): readonly EngineState[] {
  return engineSamples(parsePrometheusText(lines.join("\n")));
}

describe("engineSamples of vLLM", () => {
  it("is null where the engine says nothing, and never zero", () => {
    expect(statesOf(['vllm:num_requests_running{model_name="m",engine="0"} 3'])).toEqual([
      {
        engine: "vllm",
        engine_id: "0",
        model: "m",
        kv_usage_ratio: null,
        kv_capacity_tokens: null,
        running: 3,
        waiting: null,
        counters: {
          preemptions: null,
          prompt_tokens: null,
          generation_tokens: null,
          prefix_queries: null,
          prefix_hits: null,
        },
      },
    ]);
  });

  it("takes the newest name, and adds no alias to it", () => {
    const [state] = statesOf(["vllm:gpu_cache_usage_perc 0.4", "vllm:kv_cache_usage_perc 0.5"]);
    expect(state?.kv_usage_ratio).toBe(0.5);
  });

  it("takes the older name where the newer is absent or not a number", () => {
    const [state] = statesOf(["vllm:gpu_cache_usage_perc 0.4", "vllm:kv_cache_usage_perc NaN"]);
    expect(state?.kv_usage_ratio).toBe(0.4);
  });

  it("does not take a longer name for the one it begins with", () => {
    const [state] = statesOf([
      'vllm:num_requests_waiting_by_reason{reason="capacity"} 5',
      "vllm:num_requests_waiting 7",
    ]);
    expect(state?.waiting).toBe(7);
  });

  it("keeps data-parallel ranks apart", () => {
    const states = statesOf([
      'vllm:kv_cache_usage_perc{engine="0",model_name="m"} 0.9',
      'vllm:kv_cache_usage_perc{engine="1",model_name="m"} 0.8',
      'vllm:cache_config_info{engine="0",block_size="16",num_gpu_blocks="100"} 1',
      'vllm:cache_config_info{engine="1",block_size="16",num_gpu_blocks="200"} 1',
    ]);
    expect(states.map(({ engine_id: id, kv_usage_ratio: kv }) => [id, kv])).toEqual([
      ["0", 0.9],
      ["1", 0.8],
    ]);
    expect(states.map(({ kv_capacity_tokens: tokens }) => tokens)).toEqual([1_600, 3_200]);
  });

  it("takes the largest gauge, and the sum of the counters, of several worker processes", () => {
    const [state, ...others] = statesOf([
      'vllm:num_requests_running{pid="1"} 0',
      'vllm:num_requests_running{pid="2"} 6',
      'vllm:prompt_tokens_total{pid="1"} 10',
      'vllm:prompt_tokens_total{pid="2"} 20',
    ]);
    expect(others).toEqual([]);
    expect(state?.running).toBe(6);
    expect(state?.counters.prompt_tokens?.value).toBe(30);
  });

  it.each([
    ["tokens where the engine tells them", 'kv_cache_size_tokens="5000",block_size="16",num_gpu_blocks="100"', 5_000],
    ["blocks times their size otherwise", 'block_size="16",num_gpu_blocks="100"', 1_600],
    ["nothing when Python printed None", 'block_size="16",num_gpu_blocks="None"', null],
  ])("reads the KV capacity as %s", (_label, labels, tokens) => {
    const [state] = statesOf(['vllm:num_requests_running{engine="0"} 0', `vllm:cache_config_info{${labels}} 1`]);
    expect(state?.kv_capacity_tokens).toBe(tokens);
  });

  it("dates a counter by its own creation, or else by the start of the process", () => {
    const [state] = statesOf([
      "process_start_time_seconds 100",
      "vllm:prompt_tokens_total 5",
      "vllm:prompt_tokens_created 200",
      "vllm:generation_tokens_total 6",
    ]);
    expect(state?.counters.prompt_tokens).toEqual({ value: 5, epochSeconds: 200 });
    expect(state?.counters.generation_tokens).toEqual({ value: 6, epochSeconds: 100 });
  });

  it("reads a hundred thousand rows of one series in time in proportion", () => {
    const startedMs = performance.now();
    const states = statesOf(Array.from({ length: 150_000 }, (_, index) => `vllm:num_requests_running ${index}`));
    expect(states).toMatchObject([{ running: 149_999 }]);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it("finds no engine in the metrics of something else", () => {
    expect(statesOf(["process_start_time_seconds 100", "sglang:num_running_reqs 4"])).toEqual([]);
  });
});

const folder = fixturesFolder();

describe.skipIf(folder === null)(suiteName("engineSamples of real payloads", fixturesAvailability()), () => {
  const read = (file: string): readonly EngineState[] =>
    engineSamples(parsePrometheusText(readFileSync(join(folder ?? "", "metrics/vllm", file), "utf8")));

  it("reads an engine of two eras at once", () => {
    expect(read("datadog_v0_0.5_plus_v1_names.prom")).toMatchObject([
      {
        model: "facebook/opt-125m",
        kv_usage_ratio: 0,
        kv_capacity_tokens: 7_281 * 16,
        running: 0,
        waiting: 0,
        counters: {
          prompt_tokens: { value: 5, epochSeconds: 1_718_140_558.3 },
          generation_tokens: { value: 7 },
          prefix_queries: { value: 117 },
          prefix_hits: { value: 64 },
          preemptions: { value: 0 },
        },
      },
    ]);
  });

  it("sees the one busy process of eight", () => {
    expect(read("pr28792_multiproc_pid_label.prom")).toMatchObject([{ kv_usage_ratio: 0.6530455880475035 }]);
  });
});
