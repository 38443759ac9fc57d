import { join } from "node:path";

import { seededRandom } from "@parapet/random";
import { z } from "zod";

import { plantedCommands } from "./bipia-commands.ts";
import { datasetRow } from "./dataset-row.ts";
import { groupOfSourced, plantedTexts, type Sourced } from "./planted-texts.ts";
import { readJsonLines } from "./read-json-lines.ts";
import { groupOf, isForDevelopment } from "./split.ts";
import type { TargetedText } from "./text-rows.ts";

export interface DocumentPlaces {
  /** The archives, unpacked. */
  readonly datasets: string;
  /** Our own texts. */
  readonly own: string;
}

const SEED = 20_261;
const PLANTED = 12_000;
/** A longer attack is a poor command to plant. */
const MAX_COMMAND_LENGTH = 260;
/** So that many short attacks of one source do not crowd out the commands that were written for documents. */
const MAX_ATTACKS_OF_A_FAMILY = 350;
const OWN_COMMANDS_SHARE = 3;
const BIPIA = { source: "microsoft/BIPIA (train)", family: "bipia" } as const;
const OURS = { source: "written for Parapet", family: "parapet" } as const;

const command = z.object({ text: z.string().min(1), kind: z.string() });
const passage = z.object({ context: z.string().min(1) });

/** Documents, with a command in them and without. What is for development shares neither document nor command with the rest. */
export async function loadDocumentTexts(
  texts: readonly TargetedText[],
  { datasets, own }: DocumentPlaces,
): Promise<readonly TargetedText[]> {
  const bipia = await loadBipia(datasets);
  const commands = [...bipia.commands, ...(await ownCommands(own)), ...shortAttacks(texts)];
  const requests = texts
    .filter(({ kind }) => kind === "document_request")
    .map(({ text, group }) => ({ text, group, ...OURS }));
  const ours = await ownDocuments(own);
  const documents = [...bipia.documents, ...(await passages(datasets, own)), ...requests, ...ours, ...ours];
  const harmless = texts
    .filter(({ kind, text }) => kind === "trigger_words" && text.length < MAX_COMMAND_LENGTH)
    .map(({ text, source, family, group }) => ({ text, source, family, group }));
  const random = seededRandom(SEED);
  const planted = [false, true].flatMap((isDevelopment) => {
    const side = (items: readonly Sourced[]): readonly Sourced[] =>
      items.filter((item) => isForDevelopment(groupOfSourced(item)) === isDevelopment);
    const plan = { documents: side(documents), commands: side(commands), harmless: side(harmless) };
    return plantedTexts({ ...plan, count: isDevelopment ? PLANTED / 10 : PLANTED }, random);
  });
  return [...bipia.texts, ...ours.map(cleanText), ...planted];
}

function cleanText(document: Sourced): TargetedText {
  const targets = { direct: 0, indirect: 0, toxicity: 0 } as const;
  const { text, source, family } = document;
  const group = groupOfSourced(document);
  return { text, targets, source: `document: ${source}`, family, group, weight: 1, document: { family, group } };
}

interface Bipia {
  readonly texts: readonly TargetedText[];
  readonly commands: readonly Sourced[];
  readonly documents: readonly Sourced[];
}

/** A row whose command is on one side of the split and its document on the other is left out. */
async function loadBipia(datasets: string): Promise<Bipia> {
  const rows = await readJsonLines(join(datasets, "injection/bipia_indirect_train.jsonl"), datasetRow);
  const found = plantedCommands(rows);
  const texts = rows.flatMap((row): readonly TargetedText[] => {
    if (row.label === 0) return [{ ...cleanText({ text: row.text, ...BIPIA }), source: BIPIA.source }];
    const planted = found.get(row);
    if (planted === undefined) return [];
    const group = groupOf(planted.command);
    const document = { family: BIPIA.family, group: groupOf(planted.document) };
    if (isForDevelopment(group) !== isForDevelopment(document.group)) return [];
    const targets = { direct: null, indirect: 1, toxicity: 0 } as const;
    return [{ text: row.text, targets, ...BIPIA, group, weight: 1, document, focus: planted.command }];
  });
  return {
    texts,
    commands: [...new Set([...found.values()].map((planted) => planted.command))].map((text) => ({ text, ...BIPIA })),
    documents: rows.filter(({ label }) => label === 0).map(({ text }) => ({ text, ...BIPIA })),
  };
}

async function ownCommands(own: string): Promise<readonly Sourced[]> {
  const rows = await ownLines(own, ["commands", "commands-wider", "commands-more"]);
  return Array.from({ length: OWN_COMMANDS_SHARE }, () => rows.map(({ text }) => ({ text, ...OURS }))).flat();
}

async function ownDocuments(own: string): Promise<readonly Sourced[]> {
  const rows = await ownLines(own, ["documents", "documents-more"]);
  return rows.map(({ text }) => ({ text, ...OURS }));
}

async function ownLines(own: string, files: readonly string[]): Promise<readonly z.output<typeof command>[]> {
  const read = files.map(async (file) => readJsonLines(join(own, `${file}.jsonl`), command));
  return (await Promise.all(read)).flat();
}

function shortAttacks(texts: readonly TargetedText[]): readonly Sourced[] {
  const short = texts.filter(({ targets, text }) => targets.direct === 1 && text.length <= MAX_COMMAND_LENGTH);
  return [...Map.groupBy(short, ({ family }) => family).values()].flatMap((family) => {
    const step = Math.max(1, Math.floor(family.length / MAX_ATTACKS_OF_A_FAMILY));
    return family.filter((_, index) => index % step === 0).slice(0, MAX_ATTACKS_OF_A_FAMILY);
  });
}

/** Passages of the faithfulness corpora: they hold no commands. */
async function passages(datasets: string, own: string): Promise<readonly Sourced[]> {
  const files = [
    ...["faithfulness-news", "faithfulness-mixed", "faithfulness-claims", "faithfulness-checks"].map((file) =>
      join(own, `${file}.jsonl`),
    ),
    ...[
      "grounded_pairs_for_perturbation",
      "wice_claim_dev_oracle",
      "summedits_sales_email",
      "summedits_sales_call",
    ].map((file) => join(datasets, "hallucination", `${file}.jsonl`)),
  ];
  const rows = (await Promise.all(files.map(async (file) => readJsonLines(file, passage)))).flat();
  const source = "passages of the faithfulness corpora";
  return [...new Set(rows.map(({ context }) => context))].map((text) => ({ text, source, family: "passages" }));
}
