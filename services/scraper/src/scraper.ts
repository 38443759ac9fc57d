import { setTimeout as delay } from "node:timers/promises";

import type { BlockSink } from "@parapet/delivery";
import { type Clock, createStageMetrics, type Logger, type Meter, type Service } from "@parapet/runtime";

import type { Fetch } from "./fetch-metrics.ts";
import { firstDelayMs, scrapePeriodMs } from "./scrape-delay.ts";
import type { ScrapeTarget } from "./scrape-target.ts";
import { TargetScraper } from "./target-scraper.ts";

export const defaultScrapeLimits = { intervalMs: 5_000, timeoutMs: 4_000, maxBodyBytes: 8 * 1024 * 1024 } as const;

export interface ScraperDeps {
  readonly targets: readonly ScrapeTarget[];
  readonly sink: BlockSink;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Logger;
  readonly meter: Meter;
  readonly intervalMs: number;
  /** Shorter than the interval, so that scrapes of a target never overlap. */
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
}

export interface Scraper extends Service {
  /** Scrapes every target now, whatever its schedule. */
  readonly scrapeOnce: () => Promise<void>;
}

/** Scrapes each target on its own grid of `intervalMs` and stores what it says as samples. */
export function createScraper(deps: ScraperDeps): Scraper {
  if (deps.timeoutMs >= deps.intervalMs) throw new RangeError("the scrape timeout must be shorter than the interval");
  const metrics = createStageMetrics(deps.meter, "scraper", "sample");
  const scrapers = deps.targets.map((target) => new TargetScraper(target, { ...deps, metrics }));
  const stopping = new AbortController();
  let loops: readonly Promise<void>[] = [];
  return {
    name: "scraper",
    scrapeOnce: async () => {
      await Promise.all(scrapers.map((scraper) => scraper.scrape(stopping.signal)));
    },
    start: async () => {
      loops = scrapers.map((scraper) => scrapeForever(scraper, deps, stopping.signal));
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

/** Returns once `stop` aborts. */
async function scrapeForever(
  scraper: TargetScraper,
  { intervalMs, clock }: ScraperDeps,
  stop: AbortSignal,
): Promise<void> {
  await sleep(firstDelayMs(intervalMs, scraper.target.url), stop);
  while (!stop.aborted) {
    const startedMs = clock.monotonicMs();
    await scraper.scrape(stop);
    const nextMs = startedMs + scrapePeriodMs(intervalMs, scraper.failures);
    await sleep(Math.max(0, nextMs - clock.monotonicMs()), stop);
  }
}

/** Ends early, and without an error, when `stop` aborts. */
async function sleep(ms: number, stop: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: stop }).catch((error: unknown) => {
    if (!stop.aborted) throw error;
  });
}
