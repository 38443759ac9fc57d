import type { CounterReading, EngineCounter, EngineGauge, EngineState } from "./engine-state.ts";
import type { EngineMetricMap, KvCapacityMap } from "./metric-map.ts";
import type { MetricSample } from "./metric-sample.ts";
import type { PrometheusText } from "./parse-prometheus-text.ts";
import { addSample, firstLabel, type SamplesByName, samplesByName } from "./samples-by-name.ts";
import { vllm } from "./vllm.ts";

/** One engine state per data-parallel rank and model, in the order of the payload; none when the map knows no name of it. */
export function engineSamples(
  text: Pick<PrometheusText, "samples">,
  map: EngineMetricMap = vllm,
): readonly EngineState[] {
  const byName = samplesByName(text.samples);
  const processStart = byName.get("process_start_time_seconds")?.[0]?.value ?? null;
  const capacities = kvCapacities(byName, map);
  return [...groups(byName, map).values()].map((group) => {
    const gauge = (which: EngineGauge): number | null =>
      firstKnown(map.gauges[which], (name) => gaugeValue(group.samples.get(name)));
    const counter = (which: EngineCounter): CounterReading | null =>
      firstKnown(map.counters[which], (name) => counterReading(group.samples, name, processStart));
    return {
      engine: map.engine,
      engine_id: group.rank,
      model: group.model,
      kv_usage_ratio: gauge("kv_usage_ratio"),
      kv_capacity_tokens: capacities.get(group.rank) ?? capacities.get("") ?? null,
      running: gauge("running"),
      waiting: gauge("waiting"),
      counters: {
        preemptions: counter("preemptions"),
        prompt_tokens: counter("prompt_tokens"),
        generation_tokens: counter("generation_tokens"),
        prefix_queries: counter("prefix_queries"),
        prefix_hits: counter("prefix_hits"),
      },
    };
  });
}

interface EngineGroup {
  readonly rank: string;
  readonly model: string;
  readonly samples: Map<string, MetricSample[]>;
}

/** The samples that the map names, and the creation times of its counters, apart by rank and model. */
function groups(byName: SamplesByName, map: EngineMetricMap): ReadonlyMap<string, EngineGroup> {
  const found = new Map<string, EngineGroup>();
  const counters = Object.values(map.counters).flat();
  for (const name of [...Object.values(map.gauges).flat(), ...counters, ...counters.map(createdName)]) {
    for (const sample of byName.get(name) ?? []) {
      const rank = firstLabel(sample.labels, map.rankLabels);
      const model = firstLabel(sample.labels, map.modelLabels);
      const key = JSON.stringify([rank, model]);
      const group = found.get(key) ?? { rank, model, samples: new Map<string, MetricSample[]>() };
      found.set(key, group);
      addSample(group.samples, sample);
    }
  }
  return found;
}

/** Several rows of one gauge come from worker processes, of which only the live one tells the state: the largest is it. */
function gaugeValue(samples: readonly MetricSample[] | undefined): number | null {
  const values = finiteValues(samples);
  return values.length === 0 ? null : largest(values);
}

/** Each worker process counts its own share, so rows of one counter add up. */
function counterReading(
  samples: ReadonlyMap<string, readonly MetricSample[]>,
  name: string,
  processStart: number | null,
): CounterReading | null {
  const values = finiteValues(samples.get(name));
  if (values.length === 0) return null;
  const created = finiteValues(samples.get(createdName(name)));
  return {
    value: values.reduce((sum, value) => sum + value, 0),
    epochSeconds: created.length === 0 ? processStart : largest(created),
  };
}

/** `Math.max(...values)` would need an argument for each value, and there is a limit to those. */
function largest(values: readonly number[]): number {
  return values.reduce((one, other) => Math.max(one, other));
}

function createdName(counter: string): string {
  return counter.replace(/_total$/, "_created");
}

function kvCapacities(byName: SamplesByName, map: EngineMetricMap): ReadonlyMap<string, number> {
  const capacities = new Map<string, number>();
  for (const { labels } of byName.get(map.kvCapacity.metric) ?? []) {
    const tokens = kvCapacity((name) => positiveInteger(labels.get(name)), map.kvCapacity);
    if (tokens !== null) capacities.set(firstLabel(labels, map.rankLabels), tokens);
  }
  return capacities;
}

function kvCapacity(labelValue: (name: string) => number | null, map: KvCapacityMap): number | null {
  const tokens = labelValue(map.tokensLabel);
  if (tokens !== null) return tokens;
  const [blocks, blockSize] = [labelValue(map.blocksLabel), labelValue(map.blockSizeLabel)];
  return blocks === null || blockSize === null ? null : blocks * blockSize;
}

/** Python prints a missing number as `None`. */
function positiveInteger(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

function finiteValues(samples: readonly MetricSample[] = []): readonly number[] {
  return samples.map(({ value }) => value).filter(Number.isFinite);
}

function firstKnown<T>(names: readonly string[], read: (name: string) => T | null): T | null {
  for (const name of names) {
    const value = read(name);
    if (value !== null) return value;
  }
  return null;
}
