import { join } from "node:path";

import { normaliseForModel } from "@parapet/text";
import { z } from "zod";

import { datasetRow, type DatasetRow } from "./dataset-row.ts";
import { injectionSources } from "./injection-sources.ts";
import { sample } from "./sample.ts";
import { readJsonLines } from "./read-json-lines.ts";
import type { Source } from "./source.ts";
import { groupOf } from "./split.ts";
import type { TargetedText, Targets } from "./text-rows.ts";
import { toxicitySources } from "./toxicity-sources.ts";

/** What a teacher of the source calls toxic to some degree though its annotators did not: no clean example. */
const MAX_TEACHER_SCORE = 0.4;
const OWN_WEIGHT = 2;

const INJECTION_FILES = ["", "-wider", "-hard", "-short", "-games", "-long", "-agents", "-scenes"].map(
  (part) => `injection${part}`,
);
const TOXICITY_FILES = ["", "-functions", "-contrast", "-wider", "-more"].map((part) => `toxicity${part}`);

const ownText = z.object({
  text: z.string().min(1),
  label: z.union([z.literal(0), z.literal(1)]),
  kind: z.string(),
  /** Siblings that say opposite things with almost the same words are of one group. */
  group: z.string().optional(),
});

/** BIPIA's documents are taken apart elsewhere. */
const isOfAttacks = ({ file }: Source): boolean => file.startsWith("injection/") && !file.includes("bipia");

/** All texts of the archives and our own that the text model learns from, each once. */
export async function loadTargetedTexts(datasets: string, own: string): Promise<readonly TargetedText[]> {
  const read = async (sources: readonly Source[], targetsOf: (label: 0 | 1) => Targets): Promise<TargetedText[]> =>
    (await Promise.all(sources.map(async (source) => textsOf(datasets, source, targetsOf)))).flat();
  const attacks = await read(injectionSources.filter(isOfAttacks), attackTargets);
  const toxic = await read(toxicitySources, toxicityTargets);
  const ours = [
    ...(await ownTexts(own, INJECTION_FILES, attackTargets)),
    ...(await ownTexts(own, TOXICITY_FILES, toxicityTargets)),
  ];
  const seen = new Set<string>();
  return [...ours, ...attacks, ...toxic].filter(({ text }) => {
    // As the model reads it: siblings that differ in one emoji are two texts, and of one group.
    const read = groupOf(normaliseForModel(text));
    const isNew = read !== "" && !seen.has(read);
    seen.add(read);
    return isNew;
  });
}

/** Who attacks may be rude as well; who asks for something harmless is neither. */
function attackTargets(label: 0 | 1): Targets {
  return label === 1 ? { direct: 1, indirect: null, toxicity: null } : { direct: 0, indirect: 0, toxicity: 0 };
}

function toxicityTargets(label: 0 | 1): Targets {
  return { direct: 0, indirect: 0, toxicity: label };
}

/** Whether the annotators' word stands: a text that they let pass and the teacher does not is no example. */
function isClear({ label, api = "0" }: DatasetRow): boolean {
  return label === 1 || Number(api) <= MAX_TEACHER_SCORE;
}

async function textsOf(
  folder: string,
  source: Source,
  targetsOf: (label: 0 | 1) => Targets,
): Promise<readonly TargetedText[]> {
  const rows = await readJsonLines(join(folder, `${source.file}.jsonl`), datasetRow);
  return sample(rows.filter(isClear), source).map((row) => ({
    text: row.text,
    targets: targetsOf(source.label ?? row.label),
    source: source.origin,
    family: source.family,
    group: row.group ?? groupOf(row.text),
    weight: source.weight ?? 1,
    ...(row.cat === undefined ? {} : { kind: row.cat }),
  }));
}

async function ownTexts(
  folder: string,
  files: readonly string[],
  targetsOf: (label: 0 | 1) => Targets,
): Promise<readonly TargetedText[]> {
  const read = await Promise.all(files.map(async (file) => readJsonLines(join(folder, `${file}.jsonl`), ownText)));
  return read.flat().map(({ text, label, kind, group }) => ({
    text,
    targets: targetsOf(label),
    source: `written for Parapet: ${kind}`,
    family: "parapet",
    group: group ?? groupOf(text),
    weight: OWN_WEIGHT,
    kind,
  }));
}
