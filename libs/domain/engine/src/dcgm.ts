import type { GpuMetricMap } from "./metric-map.ts";

const BYTES_PER_MIB = 1024 * 1024;

/**
 * NVIDIA's dcgm-exporter. Activity as the profiling counters measure it comes before `GPU_UTIL`, which counts a GPU as
 * busy while any kernel runs and does not exist under MIG. Older versions spell the pod labels `pod_name` and
 * `pod_namespace`; the NVLink rows say `gpu_uuid` and `model_name`.
 */
export const dcgm: GpuMetricMap = {
  exporter: "dcgm",
  labels: {
    uuid: ["UUID", "uuid", "gpu_uuid"],
    index: ["gpu"],
    model: ["modelName", "model_name"],
    mig: ["GPU_I_ID"],
    pod: ["pod", "pod_name", "exported_pod"],
    namespace: ["namespace", "pod_namespace", "exported_namespace"],
  },
  readings: {
    util_ratio: [
      { name: "DCGM_FI_PROF_GR_ENGINE_ACTIVE", factor: 1 },
      { name: "DCGM_FI_DEV_GPU_UTIL", factor: 0.01 },
    ],
    sm_active_ratio: [{ name: "DCGM_FI_PROF_SM_ACTIVE", factor: 1 }],
    tensor_active_ratio: [{ name: "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE", factor: 1 }],
    dram_active_ratio: [{ name: "DCGM_FI_PROF_DRAM_ACTIVE", factor: 1 }],
    memory_used_bytes: [{ name: "DCGM_FI_DEV_FB_USED", factor: BYTES_PER_MIB }],
    memory_free_bytes: [{ name: "DCGM_FI_DEV_FB_FREE", factor: BYTES_PER_MIB }],
    memory_reserved_bytes: [{ name: "DCGM_FI_DEV_FB_RESERVED", factor: BYTES_PER_MIB }],
    memory_total_bytes: [{ name: "DCGM_FI_DEV_FB_TOTAL", factor: BYTES_PER_MIB }],
    power_watts: [{ name: "DCGM_FI_DEV_POWER_USAGE", factor: 1 }],
    temperature_celsius: [{ name: "DCGM_FI_DEV_GPU_TEMP", factor: 1 }],
    xid_last: [{ name: "DCGM_FI_DEV_XID_ERRORS", factor: 1 }],
  },
  isBlank,
};

/** DCGM's blank values (`dcgm_structs.h`): the base means blank, the next few not found, not supported, not permitted. */
const BLANK_INT32 = 0x7ffffff0;
const BLANK_FP64 = 140_737_488_355_328;
/** As a double, 0x7ffffffffffffff0 and its successors round to 2^63. */
const BLANK_INT64 = 9.2e18;
const BLANK_COUNT = 16;

function isBlank(value: number): boolean {
  if (value >= BLANK_INT64) return true;
  return [BLANK_INT32, BLANK_FP64].some((base) => value >= base && value < base + BLANK_COUNT);
}
