import { join } from "node:path";

import { sentencesOf } from "@parapet/faithfulness";
import { z } from "zod";

import type { JudgedPair } from "./perturb/perturbed-pairs.ts";
import { readJsonLines } from "./read-json-lines.ts";

/** A pair, and where it comes from. */
export interface SourcedPair extends JudgedPair {
  readonly source: string;
  /** Sources that are held out together. */
  readonly family: string;
  readonly weight: number;
}

const pairLine = z.object({
  context: z.string().min(1),
  response: z.string().min(1),
  label: z.union([z.literal(0), z.literal(1)]),
  kind: z.string().optional(),
  /** Words of the response, and which of them are not supported. */
  tokens: z.array(z.string()).optional(),
  spans: z.array(z.boolean()).optional(),
});

type PairLine = z.output<typeof pairLine>;

interface PairSource {
  readonly file: string;
  readonly origin: string;
  readonly family: string;
  readonly weight: number;
}

const archived: readonly PairSource[] = [
  { file: "begin_wow_test", origin: "google/BEGIN-dataset", family: "begin", weight: 0.7 },
  { file: "begin_wow_dev", origin: "google/BEGIN-dataset", family: "begin", weight: 0.7 },
  { file: "begin_cmu_dev", origin: "google/BEGIN-dataset", family: "begin", weight: 0.7 },
  { file: "fm2_dev", origin: "google-research/fool-me-twice", family: "fm2", weight: 1 },
  { file: "wice_claim_dev_oracle", origin: "ryokamoi/wice", family: "wice", weight: 1 },
  { file: "wice_unsupported_tokens_train", origin: "ryokamoi/wice, tokens", family: "wice", weight: 1 },
  { file: "summedits_podcast", origin: "salesforce/factualNLG", family: "summedits", weight: 1 },
  { file: "summedits_sales_call", origin: "salesforce/factualNLG", family: "summedits", weight: 1 },
  { file: "summedits_sales_email", origin: "salesforce/factualNLG", family: "summedits", weight: 1 },
];

const own: readonly PairSource[] = [
  "faithfulness-news",
  "faithfulness-mixed",
  "faithfulness-claims",
  "faithfulness-checks",
].map((file) => ({
  file,
  origin: `written for Parapet: ${file}`,
  family: "parapet",
  weight: 2,
}));

/** Passages with questions: nothing is judged, but what they say can be. */
const PASSAGES = "grounded_pairs_for_perturbation";
const passage = z.object({ context: z.string().min(1) });

/** All pairs of the archives and our own whose label is known. */
export async function loadPairs(datasets: string, texts: string): Promise<readonly SourcedPair[]> {
  const load = async (source: PairSource, folder: string): Promise<readonly SourcedPair[]> => {
    const lines = await readJsonLines(join(folder, `${source.file}.jsonl`), pairLine);
    const { origin, family, weight } = source;
    return sentencesToJudge(lines).map((pair) => ({ ...pair, source: origin, family, weight }));
  };
  const loaded = await Promise.all([
    ...archived.map(async (source) => load(source, join(datasets, "hallucination"))),
    ...own.map(async (source) => load(source, texts)),
  ]);
  return loaded.flat();
}

/** Passages without pairs. */
export async function loadPassages(datasets: string): Promise<readonly string[]> {
  const rows = await readJsonLines(join(datasets, "hallucination", `${PASSAGES}.jsonl`), passage);
  return [...new Set(rows.map(({ context }) => context))];
}

/**
 * The sentences whose label is known. Of an answer of several that is not supported, the only one that no supported answer
 * about the same context has too; where there are more, nobody told which is wrong, and the answer as a whole would teach that
 * long ones are.
 */
function sentencesToJudge(lines: readonly PairLine[]): readonly JudgedPair[] {
  const byContext = Map.groupBy(lines, ({ context }) => context);
  return lines.flatMap((line) => {
    const sentences = sentencesIn(line.response);
    if (line.label === 0 || sentences.length === 1) return sentences.map((sentence) => judged(sentence, line));
    const sound = (byContext.get(line.context) ?? []).filter(({ label }) => label === 0);
    const known = new Set(sound.flatMap(({ response }) => sentencesIn(response)));
    const suspects = sentences.filter((sentence) => !known.has(sentence));
    return suspects.length === 1 ? suspects.map((each) => judged(each, line)) : [];
  });
}

function sentencesIn(text: string): readonly string[] {
  return sentencesOf(text).map(({ start, end }) => text.slice(start, end));
}

function judged(sentence: string, line: PairLine): JudgedPair {
  const { context, label, kind = "as annotated" } = line;
  return { context, sentence, label, wrong: wrongRanges(sentence, line), kind };
}

/** Where in the sentence words are that are not supported; null when nobody told. */
function wrongRanges(sentence: string, { label, tokens, spans }: PairLine): JudgedPair["wrong"] {
  if (label === 0) return [];
  if (tokens === undefined || spans === undefined) return null;
  let at = 0;
  return tokens.flatMap((token, index) => {
    const start = sentence.indexOf(token, at);
    if (start < 0) return [];
    at = start + token.length;
    return spans[index] === true ? [{ start, end: at }] : [];
  });
}
