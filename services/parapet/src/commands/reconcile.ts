import { reconcile, type ReconcileProgress } from "@parapet/ingester";
import { formatUsd } from "@parapet/pricing";
import { Command } from "commander";

import { writeLine, type Terminal } from "../terminal.ts";
import { scopeOf, withScopeOptions, withSpend, type RepriceScopeOptions } from "./reprice-scope.ts";

const notes = `
A gateway, an SDK and an engine may all tell of one call. Within a message that is seen when it is stored; this settles
calls whose spans came in several, through cost_adjustments: view spend counts each once. The ingester does the same every
minute for traces that got a span in the last quarter of an hour; the command is for spans that came more than six hours
after they began, or while no ingester ran. Running it again adds nothing. Traces of more than 20,000 spans are left as
they are; their spans are "skipped".

What was corrected or skipped goes to stderr, hour by hour, the totals to stdout:
  {"spans":340,"skipped":0,"uncounted":12,"counted":0,"cost_delta_usd":"-0.0125","dry_run":false}

Example:
  parapet reconcile --from 2026-11-01 --to 2026-11-02 --tenant acme`;

/** `parapet reconcile`: one row of spend for each call. */
export function reconcileCommand(terminal: Terminal): Command {
  return withScopeOptions(new Command("reconcile"))
    .description("count calls once that several spans tell of, through corrections")
    .addHelpText("after", notes)
    .action((options: RepriceScopeOptions) => run(options, terminal));
}

async function run(options: RepriceScopeOptions, { env, stdout, stderr }: Terminal): Promise<void> {
  const totals = { spans: 0, skipped: 0, uncounted: 0, counted: 0 };
  let deltaPico = 0n;
  const lines: Promise<void>[] = [];
  const onProgress = ({ tenant, window, deltaPico: delta, ...counts }: ReconcileProgress): void => {
    const { spans, skipped, uncounted, counted } = counts;
    totals.spans += spans;
    totals.skipped += skipped;
    totals.uncounted += uncounted;
    totals.counted += counted;
    deltaPico += delta;
    if (uncounted + counted + skipped === 0) return;
    const [from, to] = [new Date(window.fromMs).toISOString(), new Date(window.toMs).toISOString()];
    const progress = { tenant, from, to, spans, skipped, uncounted, counted, cost_delta_usd: formatUsd(delta) };
    lines.push(writeLine(stderr, JSON.stringify(progress)));
  };
  const scope = scopeOf(options);
  await withSpend(options, env, (deps) =>
    reconcile(deps, {
      ...scope,
      signal: AbortSignal.timeout(options.timeout * 1_000),
      dryRun: options.dryRun,
      onProgress,
    }),
  );
  await Promise.all(lines);
  await writeLine(stdout, JSON.stringify({ ...totals, cost_delta_usd: formatUsd(deltaPico), dry_run: options.dryRun }));
}
