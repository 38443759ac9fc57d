import { join } from "node:path";

import { seededRandom, shuffled } from "@parapet/random";
import type { Scored } from "@parapet/stats";

import { logitOf } from "../logistic-regression.ts";
import { readJsonLines } from "../read-json-lines.ts";
import { developmentPair } from "./development.ts";
import { folderScores } from "./folder-scores.ts";
import { PARITY_TEXTS, type FittedDetector, type FitPlaces } from "./fit-text.ts";
import { operatingPoints } from "./operating-points.ts";
import { measureParity } from "./parity.ts";
import { fitPairRegression, isPerturbed, pairFeatureNames, pairVectors } from "./pair-vectors.ts";
import { sha256Of, sumsOf, writeManifest } from "./package-folder.ts";

const VERSION = "2026.11.1";
const DIGITS = 5;
const FILES = ["model.onnx", "tokenizer.json"] as const;
const MUSEUM = "The museum is open from nine to five, Monday to Friday. It is closed on public holidays.";
/** Pairs that a sound model is sure of on every processor. */
const GOLDEN = [
  { text: "The museum is closed on public holidays.", context: MUSEUM },
  {
    text: "Admission to the aquarium on Saturday nights costs four hundred dollars for children.",
    context: MUSEUM,
  },
] as const;

/** Fits the regression over what a trained pair model says and what the words say, and writes the folder that ships. */
export async function fitPairs({ trained, tokenizer, work, target }: FitPlaces): Promise<readonly FittedDetector[]> {
  const pairs = await readJsonLines(join(work, "pair-dev.jsonl"), developmentPair);
  const vectors = await pairVectors(target, { model: join(trained, "model.onnx"), tokenizer }, pairs);
  const common = {
    kind: "pair",
    name: "guard-faithfulness",
    version: VERSION,
    licence: "Apache-2.0",
    files: await sumsOf(target, FILES),
    trainingData: await sha256Of(join(work, "pair-rows.jsonl")),
  } as const;
  const fitted = fitPairRegression(pairs, vectors);
  const scored = pairs.map(({ label, source }, index) => ({
    score: 1 / (1 + Math.exp(-logitOf(fitted, vectors[index] ?? new Float32Array(pairFeatureNames.length)))),
    label,
    source,
  }));
  const detector = {
    name: "hallucination",
    category: "hallucination",
    defaultThreshold: 0.6,
    weights: Object.fromEntries(pairFeatureNames.map((name, index) => [name, round(fitted.weights[index] ?? 0)])),
    intercept: round(fitted.bias),
    thresholds: operatingPoints(withoutPerturbed(scored)),
  } as const;
  await writeManifest(target, { ...common, golden: [], detectors: [detector] });
  const golden = await folderScores(target, GOLDEN);
  await writeManifest(target, {
    ...common,
    golden: GOLDEN.map((pair, index) => ({
      ...pair,
      scores: { [detector.name]: Number((golden[index]?.[detector.name] ?? 0).toFixed(3)) },
    })),
    detectors: [detector],
  });
  const inputs = shuffled(seededRandom(1), pairs)
    .slice(0, PARITY_TEXTS)
    .map(({ sentence, context, label }) => ({ text: sentence, context, label }));
  const asked = { detector: detector.name, threshold: detector.defaultThreshold, inputs };
  const parity = await measureParity(target, join(trained, "model.fp32.onnx"), asked);
  return [{ name: detector.name, threshold: detector.defaultThreshold, scored, parity }];
}

function withoutPerturbed<T extends Scored & { readonly source: string }>(scored: readonly T[]): readonly T[] {
  return scored.filter(({ source }) => !isPerturbed(source));
}

function round(value: number): number {
  return Number(value.toFixed(DIGITS));
}
