import type { EngineCounter, EngineGauge } from "./engine-state.ts";

/** Where an engine says what. Names are exact and newest first: the first that a payload holds wins, none are added up. */
export interface EngineMetricMap {
  readonly engine: string;
  readonly modelLabels: readonly string[];
  /** Label of the data-parallel rank. */
  readonly rankLabels: readonly string[];
  readonly gauges: Readonly<Record<EngineGauge, readonly string[]>>;
  readonly counters: Readonly<Record<EngineCounter, readonly string[]>>;
  readonly kvCapacity: KvCapacityMap;
}

/** An info metric whose labels give the size of the KV cache: in tokens, or else in blocks of so many tokens. */
export interface KvCapacityMap {
  readonly metric: string;
  readonly tokensLabel: string;
  readonly blocksLabel: string;
  readonly blockSizeLabel: string;
}

/** A metric and the factor that brings it to the unit of the field. */
export interface ScaledMetric {
  readonly name: string;
  readonly factor: number;
}

export type GpuReading =
  | "util_ratio"
  | "sm_active_ratio"
  | "tensor_active_ratio"
  | "dram_active_ratio"
  | "memory_used_bytes"
  | "memory_free_bytes"
  | "memory_reserved_bytes"
  | "memory_total_bytes"
  | "power_watts"
  | "temperature_celsius"
  | "xid_last";

export type GpuLabel = "uuid" | "index" | "model" | "mig" | "pod" | "namespace";

/** Where a GPU exporter says what: metrics in order of preference, and the labels' names in every version of it. */
export interface GpuMetricMap {
  readonly exporter: string;
  readonly labels: Readonly<Record<GpuLabel, readonly string[]>>;
  readonly readings: Readonly<Record<GpuReading, readonly ScaledMetric[]>>;
  /** Whether a value means that the exporter has none. */
  readonly isBlank: (value: number) => boolean;
}
