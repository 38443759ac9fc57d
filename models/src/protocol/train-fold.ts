import { execFile } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import type { ProtocolRun } from "./protocol-run.ts";
import { writeRowsWithout } from "./rows-without.ts";

export interface FoldTraining {
  readonly script: "train_text.py" | "train_pairs.py";
  /** Name of the file of rows, as `prepare:rows` wrote it. */
  readonly rows: string;
  /** Names the fold. */
  readonly without: readonly string[];
  /** Documents that its texts are made of, by group. */
  readonly documents?: ReadonlySet<string>;
  readonly model: "frozen encoder" | "trained";
}

/** Trains a model without some families of sources; answers the folder that holds `model.onnx`. */
export async function trainFold(
  run: ProtocolRun,
  { script, rows, without, documents = new Set(), model }: FoldTraining,
): Promise<string> {
  const out = join(run.work, `${script.replace(/\.py$/, "")}-${without.join("-")}-${model.replace(" ", "-")}`);
  await mkdir(out, { recursive: true });
  const apart = join(out, "rows.jsonl");
  await writeRowsWithout(join(run.prepared, rows), apart, { families: without, documents });
  const files = ["--rows", apart, "--out", out, "--cache", run.prepared];
  const length = ["--epoch-rows", String(run.epochRows), "--epochs", String(run.epochs)];
  const options = [...files, ...length, ...(model === "trained" ? [] : ["--frozen"])];
  await promisify(execFile)(run.python, [script, ...options], {
    cwd: join(run.models, "training"),
    maxBuffer: 16 * 1024 * 1024,
  });
  await rm(apart);
  return out;
}
