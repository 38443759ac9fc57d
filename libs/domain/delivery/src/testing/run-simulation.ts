import { parseArgs } from "node:util";

import { simulateFaults } from "./simulate-faults.ts";
import { simulateWorld } from "./simulate-world.ts";
import { type Safeguard, safeguards } from "./world.ts";

/**
 * `pnpm test:simulation [--faults N] [--seed N] [--without SAFEGUARD]… [--trace]`: worlds in which everything fails, until
 * N faults have happened; exit 1 when a message was lost or doubled. With `--trace`, the story of the one world of the
 * seed.
 */
const { values } = parseArgs({
  options: {
    faults: { type: "string", default: "1000000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    without: { type: "string", multiple: true, default: [] },
    trace: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed);
const without = values.without.map(toSafeguard);
if (values.trace) {
  const { trace, violations } = simulateWorld(seed, { without, isTraced: true });
  process.stdout.write([...trace, "", ...violations, ""].join("\n"));
  process.exitCode = violations.length === 0 ? 0 : 1;
} else {
  const startedMs = performance.now();
  const report = simulateFaults({ faults: Number(values.faults), seed, without });
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  process.stdout.write(`${JSON.stringify({ simulation: "delivery", seed, seconds, ...report }, null, 2)}\n`);
  for (const failure of report.failures) {
    process.stdout.write(`see how: pnpm test:simulation --seed ${failure.seed} --trace\n`);
  }
  process.exitCode = report.failures.length === 0 ? 0 : 1;
}

function toSafeguard(name: string): Safeguard {
  const safeguard = safeguards.find((known) => known === name);
  if (safeguard === undefined) throw new RangeError(`${name} is none of ${safeguards.join(", ")}`);
  return safeguard;
}
