export { createScraper, defaultScrapeLimits } from "./scraper.ts";
export { engineSampleRows, engineStates, gpuSampleRows } from "./sample-rows.ts";
export { scrapeSettings, scrapeTargets } from "./scrape-settings.ts";
export { targetName } from "./scrape-target.ts";
export type { EngineStates } from "./sample-rows.ts";
export type { Fetch } from "./fetch-metrics.ts";
export type { Scraper, ScraperDeps } from "./scraper.ts";
export type { ScrapeSettings } from "./scrape-settings.ts";
export type { ScrapeTarget } from "./scrape-target.ts";
