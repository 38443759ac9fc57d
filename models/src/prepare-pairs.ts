import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { sentencesOf } from "@parapet/faithfulness";
import { encodePair, evidenceFor, type Tokenizer } from "@parapet/onnx";
import { z } from "zod";

import type { Places } from "./prepare-text.ts";
import { readJsonLines } from "./read-json-lines.ts";
import { groupOf, isForDevelopment } from "./split.ts";

const pairLine = z.object({
  context: z.string().min(1),
  response: z.string().min(1),
  label: z.union([z.literal(0), z.literal(1)]),
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

const own: readonly PairSource[] = ["faithfulness-news", "faithfulness-mixed"].map((file) => ({
  file,
  origin: `written for Parapet: ${file}`,
  family: "parapet",
  weight: 2,
}));

/** One input to train on: an answer's sentence with its evidence. */
interface PairRow extends Omit<PairSource, "file" | "origin"> {
  readonly source: string;
  readonly ids: readonly number[];
  readonly types: readonly number[];
  readonly matches: readonly number[];
  readonly label: 0 | 1;
  /** Positions of the tokens that are not supported; null where nobody told. */
  readonly tokens: readonly number[] | null;
}

/** Writes `pair-rows.jsonl`; answers how many rows there are. Pairs of one context are never parted. */
export async function preparePairs({ datasets, own: texts, work }: Places, tokenizer: Tokenizer): Promise<number> {
  const rows: PairRow[] = [];
  for (const source of [...archived, ...own]) {
    const folder = own.includes(source) ? texts : join(datasets, "hallucination");
    const pairs = await readJsonLines(join(folder, `${source.file}.jsonl`), pairLine);
    const training = pairs.filter(({ context }) => !isForDevelopment(groupOf(context)));
    for (const { sentence, pair } of sentencesToJudge(training)) rows.push(rowOf(sentence, pair, source, tokenizer));
  }
  await mkdir(work, { recursive: true });
  await writeFile(join(work, "pair-rows.jsonl"), `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`);
  return rows.length;
}

interface Judged {
  readonly sentence: string;
  readonly pair: PairLine;
}

/**
 * The sentences whose label is known. Of an answer of several that is not supported, those that no supported answer
 * about the same context has too: one of them is what is wrong.
 */
function sentencesToJudge(pairs: readonly PairLine[]): readonly Judged[] {
  const supported = Map.groupBy(pairs, ({ context }) => context);
  return pairs.flatMap((pair) => {
    const sentences = sentencesOf(pair.response).map(({ start, end }) => pair.response.slice(start, end));
    if (pair.label === 0 || sentences.length === 1) return sentences.map((sentence) => ({ sentence, pair }));
    const sound = (supported.get(pair.context) ?? []).filter(({ label }) => label === 0);
    const known = new Set(
      sound.flatMap(({ response }) => sentencesOf(response).map(({ start, end }) => response.slice(start, end))),
    );
    const suspects = sentences.filter((sentence) => !known.has(sentence));
    return suspects.length === 1
      ? suspects.map((sentence) => ({ sentence, pair }))
      : [{ sentence: pair.response, pair }];
  });
}

function rowOf(
  sentence: string,
  pair: PairLine,
  { origin, family, weight }: PairSource,
  tokenizer: Tokenizer,
): PairRow {
  const encoded = encodePair(sentence, evidenceFor(sentence, pair.context, tokenizer), tokenizer);
  const { ids, types, matches, answerRanges } = encoded;
  const first = types.indexOf(1);
  const wrong = wrongRanges(sentence, pair);
  const tokens = wrong?.flatMap((range) =>
    answerRanges.flatMap(({ start, end }, index) => (start < range.end && end > range.start ? [first + index] : [])),
  );
  return { source: origin, family, weight, ids, types, matches, label: pair.label, tokens: tokens ?? null };
}

/** Where in the sentence words are that are not supported; null when nobody told. */
function wrongRanges(
  sentence: string,
  { label, tokens, spans }: PairLine,
): readonly { start: number; end: number }[] | null {
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
