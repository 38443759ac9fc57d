import { clickhouseAddress, createClickHouse, hasClickHouseAddress, type ClickHouse } from "@parapet/clickhouse";
import type { SpendDeps, SpendScope } from "@parapet/ingester";
import { createPriceBook, priceSettings } from "@parapet/prices";
import { ConfigError, loadConfig, type Environment } from "@parapet/runtime";
import { InvalidArgumentError, type Command } from "commander";

import { connectStore } from "../connect-store.ts";
import { secondsOf } from "./seconds-of.ts";

/** The options of a command that corrects what calls cost. */
export interface RepriceScopeOptions {
  readonly from: number;
  readonly to: number;
  readonly tenant?: string;
  readonly prices: readonly string[];
  readonly dryRun: boolean;
  readonly timeout: number;
}

const HOUR_SECONDS = 3_600;

export function withScopeOptions(command: Command): Command {
  return command
    .requiredOption("--from <time>", "begin of the first calls, as 2026-11-01 or 2026-11-01T12:00:00Z", timeOf)
    .requiredOption("--to <time>", "begin of the first calls that are left alone", timeOf)
    .option("--tenant <tenant>", "one tenant; all where it is left out")
    .option(
      "--prices <files...>",
      "price files of your own, before those of PARAPET_PRICE_FILES and the built-in data",
      [],
    )
    .option("--dry-run", "say what would be corrected, and correct nothing", false)
    .option("--timeout <seconds>", "when to give up; what was corrected by then stays", secondsOf, HOUR_SECONDS);
}

/** A day alone is its first moment in UTC, and so is a time without a zone in UTC. */
export function timeOf(text: string): number {
  const isIso = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.test(text);
  const hasZone = /(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const atMs = isIso ? Date.parse(text.includes("T") && !hasZone ? `${text}Z` : text) : Number.NaN;
  if (Number.isNaN(atMs)) throw new InvalidArgumentError("It is a time as 2026-11-01 or 2026-11-01T12:00:00Z.");
  return atMs;
}

/** @throws ConfigError when there is no time between the two. */
export function scopeOf({ from, to, tenant }: RepriceScopeOptions): SpendScope {
  if (from >= to)
    throw new ConfigError("--to must be later than --from: it is the begin of the first calls left alone");
  return { window: { fromMs: from, toMs: to }, ...(tenant === undefined ? {} : { tenant }) };
}

/** Runs a correction with the store and the prices that the options and the settings name. */
export async function withSpend(
  { prices }: RepriceScopeOptions,
  env: Environment,
  work: (deps: SpendDeps) => Promise<void>,
): Promise<void> {
  const { PARAPET_PRICE_FILES } = loadConfig(priceSettings, env);
  const book = createPriceBook({ files: [...prices, ...PARAPET_PRICE_FILES] });
  const clickhouse = await connectToCorrect(env);
  try {
    await work({ clickhouse, prices: book });
  } finally {
    await clickhouse.close();
  }
}

/** Who may add corrections: the ingester's user, and in an embedded store, whose own that is, the one that may do all. */
export async function connectToCorrect(env: Environment): Promise<ClickHouse> {
  if (hasClickHouseAddress(env)) return createClickHouse(clickhouseAddress("ingest", env));
  return connectStore("migrate", env);
}
