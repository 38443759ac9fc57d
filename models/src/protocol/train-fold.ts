import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

export interface FoldTraining {
  /** Python with what `training/requirements.txt` lists. */
  readonly python: string;
  readonly script: string;
  readonly rows: string;
  readonly out: string;
  readonly cache: string;
  readonly without: readonly string[];
  readonly isFrozen: boolean;
  readonly epochRows: number;
  readonly epochs: number;
}

const trainings = join(import.meta.dirname, "../../training");

/** Trains a model without some families of sources; `out` holds `model.onnx` then. */
export async function trainFold(training: FoldTraining): Promise<void> {
  const { python, script, rows, out, cache, without, isFrozen, epochRows, epochs } = training;
  const options = ["--rows", rows, "--out", out, "--cache", cache, "--without", without.join(",")];
  const length = ["--epoch-rows", String(epochRows), "--epochs", String(epochs)];
  await promisify(execFile)(python, [script, ...options, ...length, ...(isFrozen ? ["--frozen"] : [])], {
    cwd: trainings,
    maxBuffer: 16 * 1024 * 1024,
  });
}
