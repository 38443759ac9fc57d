import { ConfigError, loadConfig } from "@parapet/runtime";
import { describe, expect, it } from "vitest";

import { scrapeSettings, scrapeTargets } from "./scrape-settings.ts";

describe("the settings of the scraper", () => {
  it("name targets as JSON, with tenant, node and token", () => {
    const json = JSON.stringify([
      { url: "http://a:8000/metrics", kind: "engine", tenant: "acme", node: "node-1", bearerToken: "secret" },
      { url: "http://b:9400/metrics", kind: "gpu" },
    ]);
    expect(scrapeTargets(loadConfig(scrapeSettings, { PARAPET_SCRAPE_TARGETS: json }))).toEqual([
      { url: "http://a:8000/metrics", kind: "engine", tenant: "acme", node: "node-1", bearerToken: "secret" },
      { url: "http://b:9400/metrics", kind: "gpu", tenant: "default", node: "b" },
    ]);
  });

  it("name targets as lists of addresses", () => {
    const env = {
      PARAPET_SCRAPE_ENGINES: "http://a:1/metrics, http://b:1/metrics",
      PARAPET_SCRAPE_GPUS: "http://a:2/x",
    };
    const targets = scrapeTargets(loadConfig(scrapeSettings, env));
    expect(targets.map(({ kind, url, node }) => [kind, url, node])).toEqual([
      ["engine", "http://a:1/metrics", "a"],
      ["engine", "http://b:1/metrics", "b"],
      ["gpu", "http://a:2/x", "a"],
    ]);
  });

  it.each([
    ["text that is no JSON", { PARAPET_SCRAPE_TARGETS: "http://a" }],
    ["JSON that is no list", { PARAPET_SCRAPE_TARGETS: '{"url":"http://a","kind":"gpu"}' }],
    ["a kind that does not exist", { PARAPET_SCRAPE_TARGETS: '[{"url":"http://a","kind":"tpu"}]' }],
    ["an address that is no URL", { PARAPET_SCRAPE_ENGINES: "node-1:8000" }],
    ["an interval of nothing", { PARAPET_SCRAPE_INTERVAL_SECONDS: "0" }],
  ])("refuse %s, by the name of the setting", (_label, env) => {
    const load = (): unknown => loadConfig(scrapeSettings, env);
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(Object.keys(env)[0]);
  });

  it("refuse a target that is named twice", () => {
    const env = { PARAPET_SCRAPE_ENGINES: "http://a:1/metrics,http://a:1/metrics" };
    expect(() => scrapeTargets(loadConfig(scrapeSettings, env))).toThrow(/named twice/);
  });
});
