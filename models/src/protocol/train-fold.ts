import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import type { ProtocolRun } from "./protocol-run.ts";

export interface FoldTraining {
  readonly script: "train_text.py" | "train_pairs.py";
  /** Name of the file of rows, as `prepare:rows` wrote it. */
  readonly rows: string;
  readonly without: readonly string[];
  readonly model: "frozen encoder" | "trained";
}

/** Trains a model without some families of sources; answers the folder that holds `model.onnx`. */
export async function trainFold(run: ProtocolRun, { script, rows, without, model }: FoldTraining): Promise<string> {
  const out = join(run.work, `${script.replace(/\.py$/, "")}-${without.join("-")}-${model.replace(" ", "-")}`);
  const files = ["--rows", join(run.prepared, rows), "--out", out, "--cache", run.prepared];
  const length = ["--epoch-rows", String(run.epochRows), "--epochs", String(run.epochs)];
  const options = [...files, ...length, "--without", without.join(","), ...(model === "trained" ? [] : ["--frozen"])];
  await promisify(execFile)(run.python, [script, ...options], {
    cwd: join(run.models, "training"),
    maxBuffer: 16 * 1024 * 1024,
  });
  return out;
}
