import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { seededRandom, shuffled } from "@parapet/random";

import { writeHeldOutPairs } from "../fit/held-out-pairs.ts";
import { fitPairRegression, heldOutPair, isFound, type HeldOutPair } from "../fit/pair-regression.ts";
import { isLexical, pairFeatureNames, pairVectors } from "../fit/pair-vectors.ts";
import { logitOf } from "../logistic-regression.ts";
import { loadPairs, type SourcedPair } from "../pair-sources.ts";
import { readJsonLines } from "../read-json-lines.ts";
import { writeJsonLines } from "../write-json-lines.ts";
import { pairFolds } from "./folds.ts";
import { measureHeldOut, type ComparedModel, type HeldOutFigure } from "./held-out-figure.ts";
import { MAX_ASKED, type FoldFigures, type ProtocolRun } from "./protocol-run.ts";
import { runKey } from "./run-key.ts";
import { trainFold } from "./train-fold.ts";

const ROWS = "pair-rows.jsonl";

/**
 * Folds of the faithfulness model. What each model says of the family that it has not seen goes through a regression that is
 * fitted on what the models of the other folds say of theirs; the linear floor is a regression over what the words say alone.
 * So a figure of one family needs all folds. What they say is kept until rows or training change, and that of the trained ones
 * is left for the fit of what ships.
 */
export async function pairFold(run: ProtocolRun, unpacked: string): Promise<FoldFigures> {
  const pairs = shuffled(seededRandom(9), await loadPairs(unpacked, join(run.models, "texts")));
  const key = await runKey(run, ROWS, [pairFeatureNames, pairs]);
  const all = async (model: "frozen encoder" | "trained"): Promise<readonly HeldOutPair[]> => {
    const said: HeldOutPair[] = [];
    for (const without of pairFolds) said.push(...(await saidInFold({ run, key, pairs }, without, model)));
    return said;
  };
  const [frozen, trained] = [await all("frozen encoder"), await all("trained")];
  await writeHeldOutPairs(run.prepared, run, trained);
  const compared: readonly (readonly [ComparedModel, readonly HeldOutPair[]])[] = [
    ["linear", trained.map((pair) => ({ ...pair, vector: lexicalOnly(pair.vector) }))],
    ["frozen encoder", frozen],
    ["trained", trained],
  ];
  return async (without) => compared.flatMap(([model, said]) => figuresOf(run, { without, model, said }));
}

interface Fold {
  readonly run: ProtocolRun;
  readonly key: string;
  readonly pairs: readonly SourcedPair[];
}

/** What a model that was trained without some families says of them. */
async function saidInFold(
  { run, key, pairs }: Fold,
  without: readonly string[],
  model: "frozen encoder" | "trained",
): Promise<readonly HeldOutPair[]> {
  const kept = join(run.work, `pairs-${without.join("-")}-${model.replace(" ", "-")}-${key}.jsonl`);
  if (existsSync(kept)) return readJsonLines(kept, heldOutPair);
  const trained = await trainFold(run, { script: "train_pairs.py", rows: ROWS, without, model });
  const files = { trained, tokenizer: join(run.models, "guard-text/tokenizer.json") };
  const asked = without.flatMap((family) => pairs.filter((pair) => pair.family === family).slice(0, MAX_ASKED));
  const vectors = await pairVectors(join(trained, "package"), files, asked);
  const said = asked.map(({ family, source, label }, index) => {
    return { family, source, label, vector: [...(vectors[index] ?? [])] };
  });
  await mkdir(run.work, { recursive: true });
  await writeJsonLines(kept, said);
  return said;
}

interface Compared {
  readonly without: readonly string[];
  readonly model: ComparedModel;
  readonly said: readonly HeldOutPair[];
}

function figuresOf({ epochRows, epochs }: ProtocolRun, { without, model, said }: Compared): readonly HeldOutFigure[] {
  const regression = fitPairRegression(said.filter((pair) => isFound(pair) && !without.includes(pair.family)));
  return without.flatMap((family) => {
    const scored = said
      .filter((pair) => pair.family === family)
      .map(({ label, vector }) => ({ score: logitOf(regression, Float32Array.from(vector)), label }));
    return measureHeldOut({ question: "hallucination", family, model, epochRows, epochs }, scored);
  });
}

function lexicalOnly(vector: readonly number[]): number[] {
  return vector.filter((_, index) => isLexical(pairFeatureNames[index] ?? ""));
}
