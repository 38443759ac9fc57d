import { DEFAULT_TENANT } from "@parapet/delivery";
import { ConfigError, listSetting, urlSetting } from "@parapet/runtime";
import { z } from "zod";

import { defaultScrapeLimits } from "./scraper.ts";
import type { ScrapeTarget } from "./scrape-target.ts";

const TARGETS_FORM = 'a JSON list such as [{"url":"http://node-1:8000/metrics","kind":"engine","tenant":"acme"}]';

const targetSchema = z.strictObject({
  url: urlSetting,
  kind: z.enum(["engine", "gpu"]),
  tenant: z.string().min(1).default(DEFAULT_TENANT),
  node: z.string().min(1).optional(),
  bearerToken: z.string().min(1).optional(),
});

const targetsSetting = z
  .string()
  .describe(TARGETS_FORM)
  .transform((text, context) => parseJson(text) ?? refuse(context, "is not JSON"))
  .pipe(z.array(targetSchema));

const secondsSetting = z.coerce.number().min(1).describe("a number of seconds, at least 1");

/** What to scrape. The two lists are short for targets of the default tenant. */
export const scrapeSettings = z.object({
  PARAPET_SCRAPE_TARGETS: targetsSetting.optional(),
  PARAPET_SCRAPE_ENGINES: listSetting.pipe(z.array(urlSetting)).default([]),
  PARAPET_SCRAPE_GPUS: listSetting.pipe(z.array(urlSetting)).default([]),
  PARAPET_SCRAPE_INTERVAL_SECONDS: secondsSetting.default(defaultScrapeLimits.intervalMs / 1_000),
});
export type ScrapeSettings = z.output<typeof scrapeSettings>;

/**
 * The targets that the settings name, in their order.
 *
 * @throws ConfigError when two of them are one: their samples would count twice.
 */
export function scrapeTargets(
  settings: Omit<ScrapeSettings, "PARAPET_SCRAPE_INTERVAL_SECONDS">,
): readonly ScrapeTarget[] {
  const targets = [
    ...(settings.PARAPET_SCRAPE_TARGETS ?? []).map((target) => scrapeTarget(target)),
    ...settings.PARAPET_SCRAPE_ENGINES.map((url) => scrapeTarget({ url, kind: "engine", tenant: DEFAULT_TENANT })),
    ...settings.PARAPET_SCRAPE_GPUS.map((url) => scrapeTarget({ url, kind: "gpu", tenant: DEFAULT_TENANT })),
  ];
  const keys = targets.map(({ kind, url }) => `${kind} ${url}`);
  if (new Set(keys).size < keys.length) {
    throw new ConfigError("PARAPET_SCRAPE_TARGETS, _ENGINES or _GPUS: a target is named twice; name each once");
  }
  return targets;
}

/** A target without a node sits on the machine that its address names. */
function scrapeTarget({ node, bearerToken, ...target }: z.output<typeof targetSchema>): ScrapeTarget {
  const placed = { ...target, node: node ?? new URL(target.url).hostname };
  return bearerToken === undefined ? placed : { ...placed, bearerToken };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(context: z.core.$RefinementCtx, message: string): never {
  context.addIssue({ code: "custom", message });
  return z.NEVER;
}
