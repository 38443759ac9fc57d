import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Tokenizer } from "@parapet/onnx";
import { normaliseForModel } from "@parapet/text";

import { loadDocumentTexts, type DocumentPlaces } from "./document-sources.ts";
import { isForDevelopment } from "./split.ts";
import type { TargetedText } from "./text-rows.ts";
import { loadTargetedTexts } from "./text-sources.ts";
import { trainNgrams, type NgramExample } from "./train-ngrams.ts";
import { windowRows } from "./window-rows.ts";
import { writeJsonLines } from "./write-json-lines.ts";

export interface Places extends DocumentPlaces {
  /** Where rows and intermediate models go. */
  readonly work: string;
}

const NGRAM_POWER = -0.25;
/** An n-gram model is asked about windows: longer texts are unlike them. */
const MAX_NGRAM_LENGTH = 2_000;

/**
 * Splits the texts, trains the linear model on those to train on, and writes `text-rows.jsonl`, `text-dev.jsonl`,
 * `ngrams.json` and `ngrams.bin`.
 */
export async function prepareText(
  places: Places,
  tokenizer: Tokenizer,
): Promise<{ readonly rows: number; readonly development: number }> {
  const texts = await loadTargetedTexts(places.datasets, places.own);
  const all = [...texts, ...(await loadDocumentTexts(texts, places))];
  const { training = [], development = [] } = Object.groupBy(all, ({ group }) =>
    isForDevelopment(group) ? "development" : "training",
  );
  const ngrams = trainNgrams(ngramExamples(training));
  const rows = training.flatMap((item) => windowRows(item, tokenizer, ngrams));
  await mkdir(places.work, { recursive: true });
  await writeJsonLines(join(places.work, "text-rows.jsonl"), rows);
  await writeJsonLines(join(places.work, "text-dev.jsonl"), development);
  const { weights, ...shape } = ngrams;
  await writeFile(join(places.work, "ngrams.json"), JSON.stringify(shape));
  await writeFile(join(places.work, "ngrams.bin"), weights);
  return { rows: rows.length, development: development.length };
}

/** Direct attacks against what is harmless: sources count by a power of their size, as they do for the trunk. */
function ngramExamples(training: readonly TargetedText[]): readonly NgramExample[] {
  const told = training.flatMap(({ text, targets: { direct }, source, weight }) =>
    direct === null || text.length > MAX_NGRAM_LENGTH
      ? []
      : [{ text: normaliseForModel(text), label: direct, source, weight }],
  );
  const sizes = new Map([...Map.groupBy(told, ({ source }) => source)].map(([source, { length }]) => [source, length]));
  const largest = Math.max(...sizes.values());
  return told.map(({ text, label, source, weight }) => ({
    text,
    label,
    weight: weight * ((sizes.get(source) ?? largest) / largest) ** NGRAM_POWER,
  }));
}
