import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { chooseEvidence } from "@parapet/faithfulness";
import { encodePair, evidenceIn, MAX_EVIDENCE_TOKENS, type Tokenizer } from "@parapet/onnx";
import { seededRandom, type Random } from "@parapet/random";

import { groupPairs } from "./group-pairs.ts";
import { loadPairs, loadPassages, type SourcedPair } from "./pair-sources.ts";
import { ownSentences, perturbedPairs, type JudgedPair } from "./perturb/perturbed-pairs.ts";
import type { Places } from "./prepare-text.ts";
import { isForDevelopment } from "./split.ts";
import { writeJsonLines } from "./write-json-lines.ts";

const SEED = 20_262;
const PERTURBED_WEIGHT = 0.6;

/** Writes `pair-rows.jsonl` to train on and `pair-dev.jsonl`; answers how many there are of each. Pairs of one context or one claim are never parted. */
export async function preparePairs(
  { datasets, own, work }: Places,
  tokenizer: Tokenizer,
): Promise<{ readonly rows: number; readonly development: number }> {
  const pairs = await loadPairs(datasets, own);
  const all = [...pairs, ...perturbedFrom(pairs, await loadPassages(datasets))];
  const groupOf = groupPairs(pairs);
  const { training = [], development = [] } = Object.groupBy(all, ({ context }) =>
    isForDevelopment(groupOf(context)) ? "development" : "training",
  );
  await mkdir(work, { recursive: true });
  await writeJsonLines(
    join(work, "pair-rows.jsonl"),
    training.map((pair) => rowOf(pair, tokenizer)),
  );
  await writeJsonLines(join(work, "pair-dev.jsonl"), development);
  return { rows: training.length, development: development.length };
}

/** What can be made of sentences that are known to be supported, by the source of their context. */
function perturbedFrom(pairs: readonly SourcedPair[], passages: readonly string[]): readonly SourcedPair[] {
  const random = seededRandom(SEED);
  const made: SourcedPair[] = [];
  for (const [family, own] of Map.groupBy(pairs, (pair) => pair.family)) {
    const contexts = [...new Set(own.map(({ context }) => context))];
    const judged = own.filter(({ label, kind }) => label === 0 && kind !== "headline");
    made.push(...sourced(pairsAbout(contexts, judged, random), family));
  }
  return [...made, ...sourced(pairsAbout(passages, [], random), "passages")];
}

type Supported = Pick<SourcedPair, "context" | "sentence">;

function pairsAbout(contexts: readonly string[], judged: readonly Supported[], random: Random): readonly JudgedPair[] {
  const quoted = contexts.flatMap((context) => ownSentences(context, random));
  return [
    ...quoted.map((pair) => ({ ...pair, label: 0, wrong: [], kind: "quoted" }) as const),
    ...perturbedPairs({ supported: [...judged, ...quoted], contexts }, random),
  ];
}

function sourced(pairs: readonly JudgedPair[], family: string): readonly SourcedPair[] {
  return pairs.map((pair) => ({ ...pair, source: `perturbed: ${family}`, family, weight: PERTURBED_WEIGHT }));
}

/** One input to train on: a sentence of an answer with its evidence. */
function rowOf({ context, sentence, label, wrong, source, family, weight }: SourcedPair, tokenizer: Tokenizer): object {
  const evidence = chooseEvidence(sentence, evidenceIn(context, tokenizer), MAX_EVIDENCE_TOKENS);
  const encoded = encodePair(sentence, evidence, tokenizer);
  const { ids, types, matches, answerRanges } = encoded;
  const first = types.indexOf(1);
  const tokens = wrong?.flatMap((range) =>
    answerRanges.flatMap(({ start, end }, index) => (start < range.end && end > range.start ? [first + index] : [])),
  );
  return { source, family, weight, ids, types, matches, label, tokens: tokens ?? null };
}
