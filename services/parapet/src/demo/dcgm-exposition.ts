import type { GpuState } from "@parapet/engine";

import { demoGpuStates } from "./demo-node-state.ts";
import type { EngineTimes } from "./engine-load.ts";
import { renderExposition } from "./exposition.ts";

const MIB = 1024 * 1024;

interface DcgmField {
  readonly name: string;
  readonly help: string;
  readonly value: (gpu: GpuState) => number | null;
}

/** Fields of dcgm-exporter's default list that the demo has something to say about. */
const FIELDS: readonly DcgmField[] = [
  {
    name: "DCGM_FI_DEV_GPU_TEMP",
    help: "GPU temperature (in C).",
    value: ({ temperature_celsius: celsius }) => celsius,
  },
  { name: "DCGM_FI_DEV_POWER_USAGE", help: "Power draw (in W).", value: ({ power_watts: watts }) => watts },
  { name: "DCGM_FI_DEV_GPU_UTIL", help: "GPU utilization (in %).", value: (gpu) => percent(gpu.util_ratio) },
  {
    name: "DCGM_FI_DEV_XID_ERRORS",
    help: "Value of the last XID error encountered.",
    value: ({ xid_last: xid }) => xid,
  },
  {
    name: "DCGM_FI_DEV_FB_FREE",
    help: "Framebuffer memory free (in MiB).",
    value: (gpu) => mebibytes(gpu.memory_free_bytes),
  },
  {
    name: "DCGM_FI_DEV_FB_USED",
    help: "Framebuffer memory used (in MiB).",
    value: (gpu) => mebibytes(gpu.memory_used_bytes),
  },
  { name: "DCGM_FI_DEV_FB_RESERVED", help: "Framebuffer memory reserved (in MiB).", value: reservedMebibytes },
  {
    name: "DCGM_FI_PROF_GR_ENGINE_ACTIVE",
    help: "Ratio of time the graphics engine is active.",
    value: ({ util_ratio: ratio }) => ratio,
  },
  {
    name: "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE",
    help: "Ratio of cycles the tensor (HMMA) pipe is active.",
    value: ({ tensor_active_ratio: ratio }) => ratio,
  },
  {
    name: "DCGM_FI_PROF_DRAM_ACTIVE",
    help: "Ratio of cycles the device memory interface is active sending or receiving data.",
    value: ({ dram_active_ratio: ratio }) => ratio,
  },
];

/** dcgm-exporter asks the driver this often, and repeats itself in between. */
const COLLECT_INTERVAL_MS = 30_000;

/** The `/metrics` payload of the demo's GPU exporter at `timeMs`, with the labels of the exporter under Kubernetes. */
export function dcgmExposition(timeMs: number, times: EngineTimes): string {
  const gpus = demoGpuStates(Math.floor(timeMs / COLLECT_INTERVAL_MS) * COLLECT_INTERVAL_MS, times);
  return renderExposition(
    FIELDS.map(({ name, help, value }) => ({
      name,
      help,
      type: "gauge",
      samples: gpus.flatMap((gpu) => {
        const reading = value(gpu);
        return reading === null ? [] : [{ labels: labelsOf(gpu), value: reading }];
      }),
    })),
  );
}

function labelsOf(gpu: GpuState): Readonly<Record<string, string>> {
  return {
    gpu: gpu.gpu_index,
    UUID: `GPU-${gpu.gpu_uuid}`,
    pci_bus_id: `00000000:0${gpu.gpu_index}:00.0`,
    device: `nvidia${gpu.gpu_index}`,
    modelName: gpu.gpu_model,
    Hostname: "demo-node",
    container: "vllm",
    namespace: gpu.namespace,
    pod: gpu.pod,
  };
}

function percent(ratio: number | null): number | null {
  return ratio === null ? null : Math.round(ratio * 100);
}

function mebibytes(bytes: number | null): number | null {
  return bytes === null ? null : bytes / MIB;
}

function reservedMebibytes(gpu: GpuState): number | null {
  const { memory_total_bytes: total, memory_used_bytes: used, memory_free_bytes: free } = gpu;
  return total === null || used === null || free === null ? null : (total - used - free) / MIB;
}
