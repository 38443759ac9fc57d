import { reprice, type RepriceProgress } from "@parapet/ingester";
import { formatUsd } from "@parapet/pricing";
import { Command } from "commander";

import { writeLine, type Terminal } from "../terminal.ts";
import { scopeOf, withScopeOptions, withSpend, type RepriceScopeOptions } from "./reprice-scope.ts";

const notes = `
Adds the difference between what calls count for and what they cost now to cost_adjustments; spans stay as they were, and
view spend has the sum. Running it again adds nothing. Prices are those of the time of each call. A call without a price
gets one; one that the prices do not know any more keeps its own. Spans that tell of a call again, and answers of a
gateway's cache, are left alone.

What was corrected goes to stderr, hour by hour, the totals to stdout:
  {"corrected":12,"unchanged":340,"unpriced":2,"kept":0,"not_carried":51,"cost_delta_usd":"-0.0125","dry_run":false}

Example:
  parapet reprice --from 2026-11-01 --to 2026-12-01 --prices contract-prices.json --dry-run`;

/** `parapet reprice`: stored calls by the prices of today's price book. */
export function repriceCommand(terminal: Terminal): Command {
  return withScopeOptions(new Command("reprice"))
    .description("bring the cost of stored calls to the current prices, through corrections")
    .addHelpText("after", notes)
    .action((options: RepriceScopeOptions) => run(options, terminal));
}

async function run(options: RepriceScopeOptions, { env, stdout, stderr }: Terminal): Promise<void> {
  const totals = { corrected: 0, unchanged: 0, unpriced: 0, kept: 0, not_carried: 0 };
  let deltaPico = 0n;
  const lines: Promise<void>[] = [];
  const onProgress = (progress: RepriceProgress): void => {
    for (const kind of ["corrected", "unchanged", "unpriced", "kept", "not_carried"] as const) {
      totals[kind] += progress.outcomes[kind];
    }
    deltaPico += progress.deltaPico;
    if (progress.outcomes.corrected === 0) return;
    const { fromMs, toMs } = progress.window;
    const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
    const cost_delta_usd = formatUsd(progress.deltaPico);
    lines.push(
      writeLine(stderr, JSON.stringify({ tenant: progress.tenant, from, to, ...progress.outcomes, cost_delta_usd })),
    );
  };
  const scope = scopeOf(options);
  await withSpend(options, env, (deps) =>
    reprice(deps, {
      ...scope,
      signal: AbortSignal.timeout(options.timeout * 1_000),
      dryRun: options.dryRun,
      onProgress,
    }),
  );
  await Promise.all(lines);
  await writeLine(stdout, JSON.stringify({ ...totals, cost_delta_usd: formatUsd(deltaPico), dry_run: options.dryRun }));
}
