import { createHash } from "node:crypto";

import type { RowBlock, BlockSink } from "@parapet/delivery";
import { engineSamples, gpuSamples, parsePrometheusText, type PrometheusText } from "@parapet/engine";
import { type Clock, describeError, errorCode, type Logger, type StageMetrics } from "@parapet/runtime";

import { fetchMetrics, type Fetch } from "./fetch-metrics.ts";
import { engineSampleRows, type EngineStates, engineStates, gpuSampleRows } from "./sample-rows.ts";
import { type ScrapeTarget, targetName } from "./scrape-target.ts";

export interface TargetScraperDeps {
  readonly sink: BlockSink;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: StageMetrics;
  /** For the fetch and the write together. */
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
}

interface Scrape {
  readonly blocks: readonly RowBlock[];
  readonly engines: EngineStates;
}

/** Scrapes one target, and remembers what the next scrape is compared with. */
export class TargetScraper {
  readonly target: ScrapeTarget;
  readonly #deps: TargetScraperDeps;
  #engines: EngineStates = new Map();
  #payloadHash = "";
  #failures = 0;

  constructor(target: ScrapeTarget, deps: TargetScraperDeps) {
    this.target = target;
    this.#deps = deps;
  }

  /** Scrapes that failed since the last that did not. */
  get failures(): number {
    return this.#failures;
  }

  /** Fetches, parses and stores once. A failure is counted, logged when it is the first in a row, and not thrown. */
  async scrape(stop: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(this.#deps.timeoutMs)]);
    try {
      await this.#scrape(signal);
      if (this.#failures > 0) this.#deps.log.info("the target answers again", { target: targetName(this.target) });
      this.#failures = 0;
    } catch (error) {
      if (stop.aborted) return;
      this.#deps.metrics.errored(errorCode(error));
      if (this.#failures === 0) {
        this.#deps.log.warn("scrape failed", { target: targetName(this.target), error: describeError(error) });
      }
      this.#failures += 1;
    }
  }

  async #scrape(signal: AbortSignal): Promise<void> {
    const { fetch, maxBodyBytes, clock, sink, metrics } = this.#deps;
    const sampledAtMs = clock.nowMs();
    const payload = await fetchMetrics(this.target, { fetch, maxBodyBytes, signal });
    const hash = createHash("sha256").update(payload).digest("base64");
    const text = parsePrometheusText(payload, { maxBytes: maxBodyBytes, maxSamples: 200_000 });
    if (text.badLines > 0) metrics.discarded(text.badLines, "bad_line");
    if (text.isTruncated) metrics.discarded(1, "too_many_samples");
    const scrape = this.#read(text, sampledAtMs);
    const rows = scrape.blocks.reduce((sum, block) => sum + block.rows.length, 0);
    metrics.received(rows);
    if (this.#isStale(hash)) return metrics.discarded(rows, "unchanged");
    if (rows > 0) await sink.write(scrape.blocks, scrapeToken(this.target, sampledAtMs), signal);
    else metrics.discarded(1, "unknown_metrics");
    metrics.sent(rows);
    // Only what is stored counts as seen: after a failed write the next deltas cover the gap.
    this.#engines = scrape.engines;
    this.#payloadHash = hash;
  }

  #read(text: PrometheusText, sampledAtMs: number): Scrape {
    if (this.target.kind === "gpu") {
      const rows = gpuSampleRows(this.target, sampledAtMs, gpuSamples(text));
      return { blocks: [{ table: "gpu_samples", rows }], engines: new Map() };
    }
    const engines = engineStates(engineSamples(text));
    const rows = engineSampleRows(this.target, sampledAtMs, engines, this.#engines);
    return { blocks: [{ table: "engine_samples", rows }], engines };
  }

  /**
   * GPU exporters collect on a timer of their own (30 s for DCGM) and repeat the last values until then: the same bytes
   * are the same reading. An engine answers from its live counters, so the same bytes mean that it did nothing.
   */
  #isStale(hash: string): boolean {
    return this.target.kind === "gpu" && hash === this.#payloadHash;
  }
}

/** The same target at the same time is the same sample. */
function scrapeToken(target: ScrapeTarget, sampledAtMs: number): string {
  return `scrape:${target.tenant}:${target.kind}:${targetName(target)}:${sampledAtMs}`;
}
