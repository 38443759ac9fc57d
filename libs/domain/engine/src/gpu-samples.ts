import { dcgm } from "./dcgm.ts";
import type { GpuState } from "./engine-state.ts";
import type { GpuLabel, GpuMetricMap, GpuReading } from "./metric-map.ts";
import type { MetricSample } from "./metric-sample.ts";
import type { PrometheusText } from "./parse-prometheus-text.ts";
import { addSample, firstLabel, type SamplesByName, samplesByName } from "./samples-by-name.ts";

/** One state per GPU, or per MIG instance, in the order of the payload; none when the map knows no name of it. */
export function gpuSamples(text: Pick<PrometheusText, "samples">, map: GpuMetricMap = dcgm): readonly GpuState[] {
  const byName = samplesByName(text.samples);
  return [...groups(byName, map).values()].map((group) => gpuState(group, map));
}

interface GpuGroup {
  readonly uuid: string;
  readonly mig: string;
  readonly samples: Map<string, MetricSample[]>;
}

/** Rows of one GPU together. A time-sliced GPU repeats its rows for every pod on it; they are still one GPU. */
function groups(byName: SamplesByName, map: GpuMetricMap): ReadonlyMap<string, GpuGroup> {
  const found = new Map<string, GpuGroup>();
  for (const { name } of Object.values(map.readings).flat()) {
    for (const sample of byName.get(name) ?? []) {
      const uuid = normaliseUuid(firstLabel(sample.labels, map.labels.uuid));
      if (uuid === "") continue;
      const mig = firstLabel(sample.labels, map.labels.mig);
      const key = JSON.stringify([uuid, mig]);
      const group = found.get(key) ?? { uuid, mig, samples: new Map<string, MetricSample[]>() };
      found.set(key, group);
      addSample(group.samples, sample);
    }
  }
  return found;
}

function gpuState({ uuid, mig, samples }: GpuGroup, map: GpuMetricMap): GpuState {
  const all = [...samples.values()].flat();
  const label = (which: GpuLabel): readonly string[] => distinct(all, map.labels[which]);
  const read = (which: GpuReading): number | null => reading(samples, which, map);
  const [used, free] = [read("memory_used_bytes"), read("memory_free_bytes")];
  const [pod, ...otherPods] = label("pod");
  const isShared = otherPods.length > 0;
  return {
    gpu_uuid: uuid,
    gpu_index: label("index")[0] ?? "",
    gpu_model: label("model")[0] ?? "",
    mig_id: mig,
    pod: isShared ? "" : (pod ?? ""),
    namespace: isShared ? "" : (label("namespace")[0] ?? ""),
    util_ratio: read("util_ratio"),
    sm_active_ratio: read("sm_active_ratio"),
    tensor_active_ratio: read("tensor_active_ratio"),
    dram_active_ratio: read("dram_active_ratio"),
    memory_used_bytes: used,
    memory_free_bytes: free,
    memory_total_bytes:
      read("memory_total_bytes") ??
      (used === null || free === null ? null : used + free + (read("memory_reserved_bytes") ?? 0)),
    power_watts: read("power_watts"),
    temperature_celsius: read("temperature_celsius"),
    xid_last: read("xid_last"),
  };
}

/** The preferred metric's first value that is one, in the unit of the field. */
function reading(samples: GpuGroup["samples"], which: GpuReading, map: GpuMetricMap): number | null {
  for (const { name, factor } of map.readings[which]) {
    const sample = samples.get(name)?.find(({ value }) => Number.isFinite(value) && !map.isBlank(value));
    if (sample !== undefined) return sample.value * factor;
  }
  return null;
}

function distinct(samples: readonly MetricSample[], labelNames: readonly string[]): readonly string[] {
  const values = samples.map(({ labels }) => firstLabel(labels, labelNames)).filter((value) => value !== "");
  return [...new Set(values)];
}

function normaliseUuid(uuid: string): string {
  return uuid.toLowerCase().replace(/^(?:gpu|mig)-/, "");
}
