import type { Block } from "@parapet/delivery";
import { createScraper, defaultScrapeLimits, type ScrapeTarget } from "@parapet/scraper";
import { type Clock, silentLogger, startTelemetry } from "@parapet/runtime";
import { describe, expect, it } from "vitest";

import { demoEngineHistory } from "./demo-engine-history.ts";
import { createDemoExporters } from "./demo-exporters.ts";

const MINUTE_MS = 60_000;
const nowMs = Date.UTC(2026, 10, 21, 9, 31);
const days = 8;

function targets(engineUrl: string, gpuUrl: string): { readonly engine: ScrapeTarget; readonly gpu: ScrapeTarget } {
  const place = { tenant: "acme", node: "demo-node" } as const;
  return { engine: { ...place, kind: "engine", url: engineUrl }, gpu: { ...place, kind: "gpu", url: gpuUrl } };
}

function rowsOf(blocks: readonly Block[], table: string): readonly object[] {
  return blocks.filter((block) => block.table === table).flatMap((block) => ("rows" in block ? block.rows : []));
}

describe("the engine history of the demo", () => {
  const history = demoEngineHistory({
    nowMs,
    days,
    ...targets("http://127.0.0.1:1/metrics", "http://127.0.0.1:2/metrics"),
  });

  it("has a sample every five minutes of eight days, for one engine and two GPUs", () => {
    expect(rowsOf(history, "engine_samples")).toHaveLength(8 * 288);
    expect(rowsOf(history, "gpu_samples")).toHaveLength(2 * 8 * 288);
  });

  it("knows an increase for every sample but the first", () => {
    const rows = rowsOf(history, "engine_samples");
    expect(rows[0]).toMatchObject({ prompt_tokens_delta: null });
    expect(rows.slice(1).filter((row) => "prompt_tokens_delta" in row && row.prompt_tokens_delta === null)).toEqual([]);
  });

  it("holds the rows that the scraper would have stored from the demo's exporters", async () => {
    let timeMs = nowMs - (nowMs % (5 * MINUTE_MS)) - 5 * MINUTE_MS;
    const clock: Clock = { nowMs: () => timeMs, monotonicMs: () => timeMs };
    const exporters = createDemoExporters({ clock, nowMs, days });
    await exporters.start();
    const scraped: Block[] = [];
    const { engine, gpu } = targets(exporters.engineUrl(), exporters.gpuUrl());
    const telemetry = startTelemetry({ service: "demo-test", version: "0" });
    const scraper = createScraper({
      ...defaultScrapeLimits,
      targets: [engine, gpu],
      sink: { write: async (blocks) => void scraped.push(...blocks) },
      fetch,
      clock,
      log: silentLogger,
      meter: telemetry.meter,
    });
    await scraper.scrapeOnce();
    timeMs += 5 * MINUTE_MS;
    await scraper.scrapeOnce();
    await Promise.all([scraper.stop(), exporters.stop(), telemetry.stop()]);
    const expected = demoEngineHistory({ nowMs, days, engine, gpu });
    expect(rowsOf(scraped, "engine_samples").at(-1)).toEqual(rowsOf(expected, "engine_samples").at(-1));
    expect(rowsOf(scraped, "gpu_samples").slice(-2)).toEqual(rowsOf(expected, "gpu_samples").slice(-2));
  });
});
