import { join } from "node:path";

import { openModelPack, type ModelPack, type PairManifest } from "@parapet/onnx";
import { seededRandom, shuffled } from "@parapet/random";
import type { Scored } from "@parapet/stats";

import { logitOf } from "../logistic-regression.ts";
import { readJsonLines } from "../read-json-lines.ts";
import { developmentPair } from "./development.ts";
import { PARITY_TEXTS, type FittedDetector, type FitPlaces } from "./fit-text.ts";
import { operatingPoints } from "./operating-points.ts";
import { measureParity } from "./parity.ts";
import { fitPairRegression, isPerturbed, pairFeatureNames, pairVectors } from "./pair-vectors.ts";
import { placeFiles, sha256Of, writeManifest } from "./package-folder.ts";
import { scoreAll } from "./score-all.ts";

const VERSION = "2026.11.1";
const DIGITS = 5;
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
  const files = await placeFiles(target, { "model.onnx": join(trained, "model.onnx"), "tokenizer.json": tokenizer });
  const common = {
    kind: "pair",
    name: "guard-faithfulness",
    version: VERSION,
    licence: "Apache-2.0",
    files,
    trainingData: await sha256Of(join(work, "pair-rows.jsonl")),
  } as const;
  const shape = { name: "hallucination", category: "hallucination", defaultThreshold: 0.6 } as const;
  const draft = { strict: 0.5, balanced: 0.5, lenient: 0.5 };
  const manifestOf = (parts: Pick<PairManifest["detectors"][number], "weights" | "intercept" | "thresholds">) => ({
    ...shape,
    ...parts,
  });
  await writeManifest(target, {
    ...common,
    golden: [],
    detectors: [manifestOf({ weights: { logit: 1 }, intercept: 0, thresholds: draft })],
  });
  const pairs = await readJsonLines(join(work, "pair-dev.jsonl"), developmentPair);
  const vectors = await pairVectors(target, pairs);
  const fitted = fitPairRegression(pairs, vectors);
  const scored = pairs.map(({ label, source }, index) => ({
    score: 1 / (1 + Math.exp(-logitOf(fitted, vectors[index] ?? new Float32Array(pairFeatureNames.length)))),
    label,
    source,
  }));
  const detector = manifestOf({
    weights: Object.fromEntries(pairFeatureNames.map((name, index) => [name, round(fitted.weights[index] ?? 0)])),
    intercept: round(fitted.bias),
    thresholds: operatingPoints(withoutPerturbed(scored)),
  });
  await writeManifest(target, { ...common, golden: [], detectors: [detector] });
  const golden = await withPack(target, async ({ models }) =>
    models[0] === undefined ? [] : scoreAll(models[0], GOLDEN),
  );
  await writeManifest(target, {
    ...common,
    golden: GOLDEN.map((pair, index) => ({
      ...pair,
      scores: { [shape.name]: Number((golden[index]?.[shape.name] ?? 0).toFixed(3)) },
    })),
    detectors: [detector],
  });
  const inputs = shuffled(seededRandom(1), pairs)
    .slice(0, PARITY_TEXTS)
    .map(({ sentence, context, label }) => ({ text: sentence, context, label }));
  const asked = { detector: shape.name, threshold: shape.defaultThreshold, inputs };
  const parity = await measureParity(target, join(trained, "model.fp32.onnx"), asked);
  return [{ name: shape.name, threshold: shape.defaultThreshold, scored, parity }];
}

function withoutPerturbed<T extends Scored & { readonly source: string }>(scored: readonly T[]): readonly T[] {
  return scored.filter(({ source }) => !isPerturbed(source));
}

async function withPack<T>(folder: string, use: (pack: ModelPack) => Promise<T>): Promise<T> {
  const pack = await openModelPack({ folders: [folder] });
  try {
    return await use(pack);
  } finally {
    await pack.stop();
  }
}

function round(value: number): number {
  return Number(value.toFixed(DIGITS));
}
