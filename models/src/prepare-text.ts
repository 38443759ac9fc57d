import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { NgramModel } from "@parapet/ngrams";
import type { Tokenizer } from "@parapet/onnx";
import { z } from "zod";

import { plantedCommands } from "./bipia-commands.ts";
import { datasetRow, type DatasetRow } from "./dataset-row.ts";
import { plantedTexts, type Sourced } from "./planted-texts.ts";
import { readJsonLines } from "./read-json-lines.ts";
import { seededRandom } from "./seeded-random.ts";
import { groupOf, isForDevelopment } from "./split.ts";
import type { TargetedText } from "./text-rows.ts";
import { loadTargetedTexts } from "./text-sources.ts";
import { trainNgrams } from "./train-ngrams.ts";
import { windowRows } from "./window-rows.ts";

export interface Places {
  /** The archives, unpacked. */
  readonly datasets: string;
  /** Our own texts. */
  readonly own: string;
  /** Where rows and intermediate models go. */
  readonly work: string;
}

export interface PreparedTexts {
  readonly training: readonly TargetedText[];
  readonly development: readonly TargetedText[];
  readonly ngrams: NgramModel;
  /** How many rows were written. */
  readonly rows: number;
}

const SEED = 20_261;
const PLANTED = 9_000;
/** A longer attack is a poor command to plant. */
const MAX_COMMAND_LENGTH = 260;
const NGRAM_POWER = -0.25;

const command = z.object({ text: z.string().min(1), kind: z.string() });
const pair = z.object({ context: z.string().min(1) });

/** Texts, split, and the linear model on those to train on; writes `text-rows.jsonl`. */
export async function prepareText(places: Places, tokenizer: Tokenizer): Promise<PreparedTexts> {
  const texts = await loadTargetedTexts(places.datasets, places.own);
  const bipia = await readJsonLines(join(places.datasets, "injection/bipia_indirect_train.jsonl"), datasetRow);
  const commands = plantedCommands(bipia);
  const split = (items: readonly TargetedText[]): Record<"training" | "development", TargetedText[]> => ({
    training: items.filter(({ group }) => !isForDevelopment(group)),
    development: items.filter(({ group }) => isForDevelopment(group)),
  });
  const all = [...texts, ...(await planted(texts, bipia, commands, places)), ...bipiaTexts(bipia, commands)];
  const { training, development } = split(all);
  const ngrams = trainNgrams(ngramExamples(training));
  const rows = training.flatMap((item) => windowRows(item, tokenizer, ngrams));
  await mkdir(places.work, { recursive: true });
  await writeFile(join(places.work, "text-rows.jsonl"), `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`);
  return { training, development, ngrams, rows: rows.length };
}

/** The corpus' own documents: what is told of a text is told of the command in it, so that is its group. */
function bipiaTexts(rows: readonly DatasetRow[], commands: ReadonlyMap<unknown, string>): readonly TargetedText[] {
  return rows.flatMap((row) => {
    const found = commands.get(row);
    if (row.label === 1 && found === undefined) return [];
    return [
      {
        text: row.text,
        targets: row.label === 1 ? { direct: null, indirect: 1, toxicity: 0 } : { direct: 0, indirect: 0, toxicity: 0 },
        source: "microsoft/BIPIA (train)",
        family: "bipia",
        group: groupOf(found ?? row.text),
        weight: 1,
        ...(found === undefined ? {} : { focus: found }),
      } satisfies TargetedText,
    ];
  });
}

async function planted(
  texts: readonly TargetedText[],
  bipia: readonly DatasetRow[],
  found: ReadonlyMap<unknown, string>,
  { datasets, own }: Places,
): Promise<readonly TargetedText[]> {
  const random = seededRandom(SEED);
  const commands: Sourced[] = [
    ...[...new Set(found.values())].map((text) => ({ text, source: "microsoft/BIPIA (train)", family: "bipia" })),
    ...(await readJsonLines(join(own, "commands.jsonl"), command)).flatMap(({ text }) => {
      const ours = { text, source: "written for Parapet", family: "parapet" };
      return [ours, ours, ours];
    }),
    ...shortAttacks(texts),
  ];
  const documents = [
    ...bipia
      .filter(({ label }) => label === 0)
      .map(({ text }) => ({ text, source: "microsoft/BIPIA (train)", family: "bipia" })),
    ...(await contexts(datasets, own)),
    ...texts
      .filter(({ kind }) => kind === "document_request")
      .map(({ text }) => ({ text, source: "written for Parapet", family: "parapet" })),
  ];
  const harmless = texts.filter(({ kind, text }) => kind === "trigger_words" && text.length < MAX_COMMAND_LENGTH);
  const balanced = balancedByFamily(commands);
  return plantedTexts({ documents, commands: balanced, harmless, count: PLANTED }, random);
}

/** So that many short attacks of one source do not crowd out the commands that were written for documents. */
function balancedByFamily(commands: readonly Sourced[]): readonly Sourced[] {
  const byFamily = Map.groupBy(commands, ({ family }) => family);
  const most = 600;
  return [...byFamily.values()].flatMap((own) => {
    const step = Math.max(1, Math.floor(own.length / most));
    return own.filter((_, index) => index % step === 0).slice(0, most);
  });
}

function shortAttacks(texts: readonly TargetedText[]): readonly Sourced[] {
  return texts.filter(({ targets, text }) => targets.direct === 1 && text.length <= MAX_COMMAND_LENGTH);
}

/** Passages of the faithfulness corpora: they hold no commands. */
async function contexts(datasets: string, own: string): Promise<readonly Sourced[]> {
  const files = [
    join(own, "faithfulness-news.jsonl"),
    join(own, "faithfulness-mixed.jsonl"),
    join(datasets, "hallucination/grounded_pairs_for_perturbation.jsonl"),
    join(datasets, "hallucination/wice_claim_dev_oracle.jsonl"),
    join(datasets, "hallucination/summedits_sales_email.jsonl"),
    join(datasets, "hallucination/summedits_sales_call.jsonl"),
  ];
  const rows = await Promise.all(files.map(async (file) => readJsonLines(file, pair)));
  return [...new Set(rows.flat().map(({ context }) => context))].map((text) => ({
    text,
    source: "passages of the faithfulness corpora",
    family: "passages",
  }));
}

/** Direct attacks against what is harmless: sources count by a power of their size, as they do for the trunk. */
function ngramExamples(training: readonly TargetedText[]): readonly { text: string; label: 0 | 1; weight: number }[] {
  const told = training.flatMap(({ text, targets: { direct }, source, weight }) =>
    direct === null || text.length > 2_000 ? [] : [{ text, label: direct, source, weight }],
  );
  const sizes = new Map([...Map.groupBy(told, ({ source }) => source)].map(([source, { length }]) => [source, length]));
  const largest = Math.max(...sizes.values());
  return told.map(({ text, label, source, weight }) => ({
    text,
    label,
    weight: weight * ((sizes.get(source) ?? largest) / largest) ** NGRAM_POWER,
  }));
}
