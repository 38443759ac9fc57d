import { join } from "node:path";

import { seededRandom, shuffled } from "@parapet/random";

import { logitOf, type LinearModel } from "../logistic-regression.ts";
import { readJsonLines } from "../read-json-lines.ts";
import { developmentPair } from "./development.ts";
import { folderScores } from "./folder-scores.ts";
import { PARITY_TEXTS, type FittedDetector, type FitPlaces } from "./fit-text.ts";
import type { SourcedScore } from "./figures-by-source.ts";
import { readHeldOutPairs } from "./held-out-pairs.ts";
import { operatingPoints } from "./operating-points.ts";
import { measureParity } from "./parity.ts";
import { fitPairRegression, isFound, type FittedPair } from "./pair-regression.ts";
import { isPerturbed, pairFeatureNames, pairVectors } from "./pair-vectors.ts";
import { fitPlatt } from "./platt.ts";
import { graphsIn, sha256Of, sumsOf, writeManifest } from "./package-folder.ts";

const VERSION = "2026.11.3";
const DIGITS = 5;
/** How much more a pair of an unknown family counts than one of a known family: most traffic is of the former kind. */
const UNKNOWN = 3;
const MUSEUM = "The museum is open from nine to five, Monday to Friday. It is closed on public holidays.";
/** Pairs that a sound model is sure of on every processor. */
const GOLDEN = [
  { text: "The museum is closed on public holidays.", context: MUSEUM },
  {
    text: "A volcano destroyed our airport, so that farmers must now bring their tomatoes to Brazil by ship.",
    context: MUSEUM,
  },
] as const;

/**
 * Writes the folder of the pair model that ships. The regression over what the model says and what the words say is fitted on
 * judged pairs of families that it has seen, and on what models of the protocol said of families that they had not seen:
 * traffic is of both kinds, and on the former alone a graph is trusted too much.
 */
export async function fitPairs({ trained, tokenizer, work, target }: FitPlaces): Promise<readonly FittedDetector[]> {
  const pairs = await readJsonLines(join(work, "pair-dev.jsonl"), developmentPair);
  const vectors = await pairVectors(target, { trained, tokenizer }, pairs);
  const common = {
    kind: "pair",
    name: "guard-faithfulness",
    version: VERSION,
    licence: "Apache-2.0",
    files: await sumsOf(target, [...Object.keys(await graphsIn(trained)), "tokenizer.json"]),
    trainingData: await sha256Of(join(work, "pair-rows.jsonl")),
  } as const;
  const known = pairs.map(({ label, source }, index) => ({ label, source, vector: [...(vectors[index] ?? [])] }));
  const unknown = (await readHeldOutPairs(work)).filter(isFound);
  const judged = withoutPerturbed(known);
  const regression = fitPairRegression([
    ...judged,
    ...unknown.map((pair) => ({ ...pair, source: `held out: ${pair.source}`, weight: UNKNOWN })),
  ]);
  const fitted = calibrated(regression, judged);
  const scored = known.map((pair) => scoredBy(fitted, pair));
  const detector = {
    name: "hallucination",
    category: "hallucination",
    defaultThreshold: 0.6,
    weights: Object.fromEntries(pairFeatureNames.map((name, index) => [name, round(fitted.weights[index] ?? 0)])),
    intercept: round(fitted.bias),
    thresholds: operatingPoints([...withoutPerturbed(scored), ...unknown.map((pair) => scoredBy(fitted, pair))]),
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
  return [{ name: detector.name, threshold: detector.defaultThreshold, points: detector.thresholds, scored, parity }];
}

function scoredBy(model: LinearModel, { label, source, vector }: FittedPair): SourcedScore {
  return { score: 1 / (1 + Math.exp(-logitOf(model, Float32Array.from(vector)))), label, source };
}

/** The same order of pairs, with probabilities that hold for judged ones. */
function calibrated(regression: LinearModel, pairs: readonly FittedPair[]): LinearModel {
  const scored = pairs.map(({ label, vector }) => ({ label, score: logitOf(regression, Float32Array.from(vector)) }));
  const { slope, intercept } = fitPlatt(scored);
  return { weights: regression.weights.map((weight) => weight * slope), bias: regression.bias * slope + intercept };
}

function withoutPerturbed<T extends { readonly source: string }>(scored: readonly T[]): readonly T[] {
  return scored.filter(({ source }) => !isPerturbed(source));
}

function round(value: number): number {
  return Number(value.toFixed(DIGITS));
}
