import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { sha256Of } from "../fit/package-folder.ts";
import type { ProtocolRun } from "./protocol-run.ts";

/**
 * Tells whether what folds said is still what they would say: a hash of the rows, the training and its length, and of what
 * else it depends on. Rows are made by the code that serves, so a change of tokens or evidence shows in them.
 */
export async function runKey(
  { models, prepared, epochRows, epochs }: ProtocolRun,
  rows: string,
  others: readonly unknown[],
): Promise<string> {
  const training = join(models, "training");
  const scripts = (await readdir(training)).filter((name) => name.endsWith(".py")).toSorted();
  const sums = await Promise.all([join(prepared, rows), ...scripts.map((name) => join(training, name))].map(sha256Of));
  const parts = JSON.stringify([sums, epochRows, epochs, others]);
  return createHash("sha256").update(parts).digest("hex").slice(0, 16);
}
