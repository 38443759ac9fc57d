import { parseArgs } from "node:util";

import { runFuzz } from "./run-fuzz.ts";

/** `pnpm test:fuzz [--minutes N] [--seed N]`: hostile messages through every reader of spans; exit 1 on a failure. */
const { values } = parseArgs({
  options: { minutes: { type: "string", default: "10" }, seed: { type: "string", default: String(Date.now()) } },
});
const endMs = performance.now() + Number(values.minutes) * 60_000;
const report = runFuzz(
  Number(values.seed),
  () => performance.now() >= endMs,
  () => performance.now(),
);
process.stdout.write(`${JSON.stringify({ fuzz: "spans", seed: Number(values.seed), ...report })}\n`);
process.exitCode = report.failures.length === 0 ? 0 : 1;
