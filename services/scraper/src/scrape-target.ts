/** One `/metrics` address. The tenant is the operator's word: nothing in a payload can change it. */
export interface ScrapeTarget {
  readonly url: string;
  /** What is behind it: an inference engine (vLLM) or a GPU exporter (DCGM). */
  readonly kind: "engine" | "gpu";
  readonly tenant: string;
  /** The machine that the engine or the GPUs sit on. */
  readonly node: string;
  readonly bearerToken?: string;
}

/** The target as it stands in rows and logs: its address without credentials and without a query. */
export function targetName(target: ScrapeTarget): string {
  const { origin, pathname } = new URL(target.url);
  return `${origin}${pathname}`;
}
