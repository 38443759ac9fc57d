import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { modelManifest, openModelPack, type ModelInput } from "@parapet/onnx";
import { auroc } from "@parapet/stats";

import { placeFiles, writeManifest } from "./package-folder.ts";
import { scoreAll } from "./score-all.ts";

export interface ParityInput extends ModelInput {
  readonly label: 0 | 1;
}

/** How the int8 graph that ships differs from the graph that was trained. */
export interface Parity {
  readonly detector: string;
  readonly texts: number;
  readonly auroc: number | null;
  readonly aurocOfFp32: number | null;
  /** Share of texts that are on the other side of the threshold. */
  readonly flips: number;
  readonly meanDifference: number;
}

/** Asks both graphs about the same texts, with the same calibration. */
export async function measureParity(
  folder: string,
  fp32: string,
  { detector, threshold, inputs }: { detector: string; threshold: number; inputs: readonly ParityInput[] },
): Promise<Parity> {
  const shipped = await scoresIn(folder, detector, inputs);
  const temporary = await mkdtemp(join(tmpdir(), "parapet-fp32-"));
  try {
    const manifest = modelManifest.parse(JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")));
    const sources = Object.fromEntries(
      Object.keys(manifest.files).map((name) => [name, name === "model.onnx" ? fp32 : join(folder, name)]),
    );
    await writeManifest(temporary, { ...manifest, golden: [], files: await placeFiles(temporary, sources) });
    const trained = await scoresIn(temporary, detector, inputs);
    const labelled = (scores: readonly number[]) =>
      inputs.map(({ label }, index) => ({ score: scores[index] ?? 0, label }));
    const flips = shipped.filter((score, index) => score > threshold !== (trained[index] ?? 0) > threshold).length;
    const distance = shipped.reduce((sum, score, index) => sum + Math.abs(score - (trained[index] ?? 0)), 0);
    return {
      detector,
      texts: inputs.length,
      auroc: auroc(labelled(shipped)),
      aurocOfFp32: auroc(labelled(trained)),
      flips: flips / inputs.length,
      meanDifference: distance / inputs.length,
    };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function scoresIn(folder: string, detector: string, inputs: readonly ModelInput[]): Promise<readonly number[]> {
  const pack = await openModelPack({ folders: [folder] });
  try {
    const [model] = pack.models;
    if (model === undefined) throw new Error(`${folder} holds no model`);
    return (await scoreAll(model, inputs)).map((scores) => scores[detector] ?? Number.NaN);
  } finally {
    await pack.stop();
  }
}

export function parityTable(parities: readonly Parity[]): string {
  const rows = parities.map(
    ({ detector, texts, auroc: int8, aurocOfFp32, flips, meanDifference }) =>
      `| ${detector} | ${texts} | ${aurocOfFp32?.toFixed(4) ?? "–"} | ${int8?.toFixed(4) ?? "–"} | ${(100 * flips).toFixed(2)} % | ${meanDifference.toFixed(4)} |`,
  );
  return [
    "| detector | texts | AUROC fp32 | AUROC int8 | other decision | mean difference |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}
