import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

import { z } from "zod";

/** Another program that finds personal data, with all that it can find switched on. */
export interface Peer {
  readonly name: string;
  readonly find: (text: string) => unknown;
}

const entities = z.record(z.string(), z.string());
const guardrails = z.object({ PIIEntity: entities, pii: z.custom<PiiCheck>((value) => typeof value === "function") });
type PiiCheck = (context: object, text: string, config: object) => Promise<unknown>;

/**
 * Peers in the folder that `PARAPET_BENCH_PEERS` names, where `npm install @openai/guardrails@0.2.1` was run: it brings
 * 134 packages along, which is too much for those who never measure it. None without the folder.
 */
export async function findPeers(): Promise<readonly Peer[]> {
  const folder = process.env["PARAPET_BENCH_PEERS"];
  if (folder === undefined) {
    process.stderr.write("PARAPET_BENCH_PEERS is not set: @openai/guardrails is left out\n");
    return [];
  }
  const load = createRequire(join(folder, "package.json"));
  const { PIIEntity, pii } = guardrails.parse(load("@openai/guardrails/dist/checks/pii.js"));
  const config = { entities: Object.values(PIIEntity), block: true, detect_encoded_pii: true };
  return [{ name: "@openai/guardrails 0.2.1", find: (text) => pii({}, text, config) }];
}

const presidio = z.object({ recognizers: z.number(), rate: z.number(), cpu_s: z.number() });
/** Loading it takes some seconds. */
const PRESIDIO_TIMEOUT_MS = 120_000;

/**
 * Texts per CPU-second of Presidio, with all its pattern recognizers and that of phones, without a language model, under
 * the Python that `PARAPET_BENCH_PYTHON` names (`pip install presidio-analyzer==2.2.363`); null without it.
 */
export function ratePresidio(texts: readonly string[]): z.output<typeof presidio> | null {
  const python = process.env["PARAPET_BENCH_PYTHON"];
  if (python === undefined) {
    process.stderr.write("PARAPET_BENCH_PYTHON is not set: Presidio is left out\n");
    return null;
  }
  const script = join(import.meta.dirname, "presidio.py");
  const input = JSON.stringify(texts);
  return presidio.parse(
    JSON.parse(execFileSync(python, [script], { input, timeout: PRESIDIO_TIMEOUT_MS, encoding: "utf8" })),
  );
}
