import type { GpuSampleRow } from "../rows.ts";
import { risingTime } from "./shared-columns.ts";
import { arrival, weekOf, type Table } from "./table.ts";

const word = { type: "LowCardinality(String)" } as const;
const measure = { type: "Nullable(Float64)" } as const;

export const gpuSamples: Table<GpuSampleRow> = {
  name: "gpu_samples",
  columns: {
    tenant: { ...word, about: "whose target it is" },
    sampled_at: { ...risingTime, about: "time of the scrape" },
    target: { ...word, about: "what was scraped" },
    node: { ...word, about: "machine of the GPU" },
    gpu_uuid: { ...word, about: "the GPU" },
    gpu_index: { ...word, about: "its number in the machine" },
    gpu_model: { ...word, about: "its make" },
    mig_id: { ...word, about: "the MIG instance; empty for a whole GPU" },
    pod: { ...word, about: "Kubernetes pod that has it" },
    namespace: { ...word, about: "of that pod" },
    util_ratio: { ...measure, about: "share of time with a kernel running, [0, 1]" },
    sm_active_ratio: { ...measure, about: "share of multiprocessors at work, [0, 1]" },
    tensor_active_ratio: { ...measure, about: "share of time in tensor cores, [0, 1]" },
    dram_active_ratio: { ...measure, about: "share of time with memory at work, [0, 1]" },
    memory_used_bytes: { ...measure, about: "device memory in use" },
    memory_free_bytes: { ...measure, about: "device memory left" },
    memory_total_bytes: { ...measure, about: "device memory" },
    power_watts: { ...measure, about: "power drawn" },
    temperature_celsius: { ...measure, about: "of the GPU" },
    xid_last: { ...measure, about: "last XID error" },
  },
  computed: arrival,
  sortKey: ["tenant", "target", "gpu_uuid", "mig_id", "sampled_at"],
  partitionKey: weekOf("sampled_at"),
  recheckKey: [],
};
