import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CPU_GRAPH, HALF_GRAPH, modelManifest, type ModelInput } from "@parapet/onnx";
import { auroc } from "@parapet/stats";

import { folderScores } from "./folder-scores.ts";
import { placeFiles, writeManifest } from "./package-folder.ts";

interface ParityInput extends ModelInput {
  readonly label: 0 | 1;
}

/** How a graph that ships differs from the graph that was trained. */
export interface Parity {
  readonly detector: string;
  /** Name of the file. */
  readonly graph: string;
  readonly texts: number;
  readonly auroc: number | null;
  readonly aurocOfFp32: number | null;
  /** Share of texts that are on the other side of the threshold. */
  readonly flips: number;
  readonly meanDifference: number;
}

interface ParityQuestion {
  readonly detector: string;
  readonly threshold: number;
  readonly inputs: readonly ParityInput[];
}

/** Asks the graphs of a folder, and the one that they were made of, about the same texts, with the same calibration; on a CPU. */
export async function measureParity(
  folder: string,
  fp32: string,
  { detector, threshold, inputs }: ParityQuestion,
): Promise<readonly Parity[]> {
  const scoresOf = async (graph: string): Promise<readonly number[]> =>
    (await scoresWith(folder, graph, inputs)).map((scores) => scores[detector] ?? Number.NaN);
  const aurocOf = (scores: readonly number[]): number | null =>
    auroc(inputs.map(({ label }, index) => ({ score: scores[index] ?? 0, label })));
  const trained = await scoresOf(fp32);
  const parities: Parity[] = [];
  for (const graph of [CPU_GRAPH, HALF_GRAPH]) {
    const shipped = await scoresOf(join(folder, graph));
    const flips = shipped.filter((score, index) => score > threshold !== (trained[index] ?? 0) > threshold).length;
    const distance = shipped.reduce((sum, score, index) => sum + Math.abs(score - (trained[index] ?? 0)), 0);
    parities.push({
      detector,
      graph,
      texts: inputs.length,
      auroc: aurocOf(shipped),
      aurocOfFp32: aurocOf(trained),
      flips: flips / inputs.length,
      meanDifference: distance / inputs.length,
    });
  }
  return parities;
}

/** What the model of a folder says with another graph in the place of its own. */
async function scoresWith(
  folder: string,
  graph: string,
  inputs: readonly ModelInput[],
): Promise<readonly Readonly<Record<string, number>>[]> {
  const temporary = await mkdtemp(join(tmpdir(), "parapet-parity-"));
  try {
    const manifest = modelManifest.parse(JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")));
    const others = Object.keys(manifest.files).filter((name) => name !== CPU_GRAPH && name !== HALF_GRAPH);
    const sources = { ...Object.fromEntries(others.map((name) => [name, join(folder, name)])), [CPU_GRAPH]: graph };
    await writeManifest(temporary, { ...manifest, golden: [], files: await placeFiles(temporary, sources) });
    return await folderScores(temporary, inputs);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

export function parityTable(parities: readonly Parity[]): string {
  const rows = parities.map(
    ({ detector, graph, texts, auroc: own, aurocOfFp32, flips, meanDifference }) =>
      `| ${detector} | ${graph} | ${texts} | ${aurocOfFp32?.toFixed(4) ?? "–"} | ${own?.toFixed(4) ?? "–"} | ${(100 * flips).toFixed(2)} % | ${meanDifference.toFixed(4)} |`,
  );
  return [
    "| detector | graph | texts | AUROC fp32 | AUROC | other decision | mean difference |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}
