/** One figure of a benchmark: a JSON line on stdout. */
export interface Figure {
  readonly bench: string;
  readonly case: string;
  readonly value: number;
  readonly unit: string;
  /** CPU seconds of this process that the measured work took, all threads together. */
  readonly cpu_s: number;
  /** What ran beside it in the same process, and how many times as fast ours was. */
  readonly peer?: string;
  readonly ratio?: number;
  /** Bytes of one piece of the work, such as of one span in its message. */
  readonly bytes?: number;
}

export interface Cost {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** CPU and wall time of `work`, which is expected to be long against the clock's resolution. */
export async function costOf(work: () => unknown): Promise<Cost> {
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  await work();
  const wallSeconds = (performance.now() - startedMs) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { cpuSeconds: (user + system) / 1e6, wallSeconds };
}

/** The median of the figures that several runs gave. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function print(figure: Figure): void {
  const rounded = { ...figure, value: Number(figure.value.toPrecision(4)), cpu_s: Number(figure.cpu_s.toFixed(3)) };
  process.stdout.write(`${JSON.stringify(rounded)}\n`);
}
