/** The long chaos run: `pnpm test:chaos [--kills 200] [--seed S] [--minutes M] [--rounds R]`. Prints a summary as JSON. */
import { parseArgs } from "node:util";

import { isWhole } from "./check-delivery.ts";
import { runChaos } from "./run-chaos.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    minutes: { type: "string", default: "0" },
    rounds: { type: "string", default: "3" },
    "outage-seconds": { type: "string", default: "15" },
  },
});

const begunAt = performance.now();
const summary = await runChaos({
  seed: Number(values.seed),
  kills: Number(values.kills),
  rounds: Number(values.rounds),
  outageMs: Number(values["outage-seconds"]) * 1_000,
  minMs: Number(values.minutes) * 60_000,
  onProgress: (text) => console.error(`${((performance.now() - begunAt) / 1_000).toFixed(1).padStart(7)} s  ${text}`),
});
console.log(JSON.stringify(summary, null, 2));
// A check that has not looked at everything has found nothing, too.
const { acknowledged, delivery } = summary;
const isComplete = delivery.messages === acknowledged.messages && delivery.deadLettered === acknowledged.deadLetters;
process.exitCode = isComplete && isWhole(delivery) ? 0 : 1;
