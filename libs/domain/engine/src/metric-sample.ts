export const metricTypes = [
  "counter",
  "gauge",
  "histogram",
  "summary",
  "untyped",
  "info",
  "stateset",
  "gaugehistogram",
  "unknown",
] as const;
export type MetricType = (typeof metricTypes)[number];

/** Label names to values. A map, because `__proto__` is a legal label name. */
export type Labels = ReadonlyMap<string, string>;

/** What the comment lines of a payload say about one family. */
export interface MetricFamily {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  /** Only OpenMetrics states one; `""` otherwise. */
  readonly unit: string;
}

/** A request that a bucket or counter points to as its example (OpenMetrics). */
export interface Exemplar {
  readonly labels: Labels;
  readonly value: number;
  readonly timestampMs: number | null;
}

/** One line of a payload. Histogram buckets, sums and counts are samples of their own, as they stand on the wire. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Labels;
  /** May be NaN or infinite, as the format allows. */
  readonly value: number;
  /** Milliseconds since the epoch; null on most lines, which mean "now". */
  readonly timestampMs: number | null;
  readonly exemplar: Exemplar | null;
}
