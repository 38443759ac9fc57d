import { join } from "node:path";

import { seededRandom, shuffled } from "@parapet/random";

import { fitPairRegression, isLexical, pairFeatureNames, pairVectors } from "../fit/pair-vectors.ts";
import { logitOf } from "../logistic-regression.ts";
import { loadPairs, type SourcedPair } from "../pair-sources.ts";
import { groupOf, isForDevelopment } from "../split.ts";
import { measureHeldOut, type HeldOutFigure, type HeldOutQuestion } from "./held-out-figure.ts";
import { MAX_ASKED, type FoldFigures, type ProtocolRun } from "./protocol-run.ts";
import { trainFold } from "./train-fold.ts";

/** So many pairs of other families, none of them trained on, are what the last regression is fitted on. */
const MAX_FITTED = 1_500;

/** Folds of the faithfulness model; its linear floor is a regression over what the words of both sides say. */
export async function pairFold(run: ProtocolRun, unpacked: string): Promise<FoldFigures> {
  const pairs = shuffled(seededRandom(9), await loadPairs(unpacked, join(run.models, "texts")));
  return async (without) => {
    const asked = without.flatMap((family) => pairs.filter((pair) => pair.family === family).slice(0, MAX_ASKED));
    const others = pairs.filter(
      ({ family, context }) => !without.includes(family) && isForDevelopment(groupOf(context)),
    );
    const compared = { without, asked, fitted: others.slice(0, MAX_FITTED) };
    return [...(await figuresOf(run, compared, "frozen encoder")), ...(await figuresOf(run, compared, "trained"))];
  };
}

interface Compared {
  readonly without: readonly string[];
  readonly asked: readonly SourcedPair[];
  readonly fitted: readonly SourcedPair[];
}

/** What a model says, and beside the trained one the floor, which is given what the words say and no graph. */
async function figuresOf(
  run: ProtocolRun,
  compared: Compared,
  model: "frozen encoder" | "trained",
): Promise<readonly HeldOutFigure[]> {
  const { without, fitted, asked } = compared;
  const out = await trainFold(run, { script: "train_pairs.py", rows: "pair-rows.jsonl", without, model });
  const files = { model: join(out, "model.onnx"), tokenizer: join(run.models, "guard-text/tokenizer.json") };
  const vectors = await pairVectors(join(out, "package"), files, [...fitted, ...asked]);
  const { epochRows, epochs } = run;
  const floor =
    model === "trained" ? measure(compared, { model: "linear", epochRows, epochs }, vectors.map(lexicalOnly)) : [];
  return [...floor, ...measure(compared, { model, epochRows, epochs }, vectors)];
}

/** Fits the last regression on the other families and asks about the family that was left out. */
function measure(
  { without, asked, fitted }: Compared,
  trained: Pick<HeldOutQuestion, "model" | "epochRows" | "epochs">,
  vectors: readonly Float32Array[],
): readonly HeldOutFigure[] {
  const regression = fitPairRegression(fitted, vectors.slice(0, fitted.length));
  const scored = asked.map(({ label, family }, index) => {
    const vector = vectors[fitted.length + index] ?? new Float32Array(regression.weights.length);
    return { score: logitOf(regression, vector), label, family };
  });
  return without.flatMap((family) => {
    const own = scored.filter((one) => one.family === family);
    return measureHeldOut({ question: "hallucination", family, ...trained }, own);
  });
}

function lexicalOnly(vector: Float32Array): Float32Array {
  return vector.filter((_, index) => isLexical(pairFeatureNames[index] ?? ""));
}
