/**
 * Leave one source out: for each fold of families, a text model that has seen no text of them is asked about their texts,
 * beside a linear model on n-grams and heads on the encoder as it was published. Prints one JSON line for each family and
 * question, and a table at the end. `PARAPET_PYTHON` names the Python, `PARAPET_DATASETS` the folder of the archives;
 * `--rows` and `--epochs` say how long each model is trained. `prepare:rows` goes before it.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { auroc, recallAtFalsePositiveRate, type Scored } from "@parapet/stats";
import { ngramLogit } from "@parapet/ngrams";
import { normaliseForModel } from "@parapet/text";

import { withDatasets } from "../datasets.ts";
import { loadDocumentTexts } from "../document-sources.ts";
import { questions, textLogits, type Question } from "../fit/text-logits.ts";
import { seededRandom, shuffled } from "../seeded-random.ts";
import type { TargetedText } from "../text-rows.ts";
import { loadTargetedTexts } from "../text-sources.ts";
import { trainNgrams } from "../train-ngrams.ts";
import { folds } from "./folds.ts";
import { trainFold } from "./train-fold.ts";

const models = join(import.meta.dirname, "../..");
const repository = join(models, "..");
const work = join(repository, ".parapet/models/leave-one-out");
const tokenizerFile = join(models, "guard-text/tokenizer.json");
const { values } = parseArgs({
  options: { rows: { type: "string", default: "20000" }, epochs: { type: "string", default: "2" } },
});
const python = process.env["PARAPET_PYTHON"] ?? "python3";
const datasets = resolve(repository, process.env["PARAPET_DATASETS"] ?? "../shared/datasets");
/** Of a family, so many texts are asked about: enough for two digits. */
const MAX_TEXTS = 800;
const MAX_NGRAM_LENGTH = 2_000;
const MAX_READ = 8_192;

interface Row {
  readonly family: string;
  readonly question: Question;
  readonly model: "n-grams" | "frozen encoder" | "trained";
  readonly texts: number;
  readonly positives: number;
  readonly auroc: number | null;
  readonly recall: number | null;
}

const rows: Row[] = [];
await mkdir(work, { recursive: true });
const texts = await withDatasets(datasets, async (unpacked) => {
  const places = { datasets: unpacked, own: join(models, "texts") };
  const loaded = await loadTargetedTexts(unpacked, places.own);
  return [...loaded, ...(await loadDocumentTexts(loaded, places))];
});
for (const fold of folds) await runFold(fold);
await writeFile(join(models, "guard-text/LEAVE_ONE_OUT.md"), table());

async function runFold(without: readonly string[]): Promise<void> {
  const seen = texts.filter(({ family }) => !without.includes(family));
  const asked = without.flatMap((family) =>
    shuffled(
      seededRandom(9),
      texts.filter((item) => item.family === family),
    ).slice(0, MAX_TEXTS),
  );
  const linear = new Map(questions.map((question) => [question, trainNgrams(examplesOf(seen, question))]));
  const { weights, ...shape } = linear.get("direct") ?? trainNgrams([]);
  const ngrams = join(work, `${without.join("-")}.bin`);
  await writeFile(ngrams, weights);
  for (const model of ["frozen encoder", "trained"] as const) {
    const out = join(work, `${without.join("-")}-${model.replace(" ", "-")}`);
    await trainFold({
      python,
      script: "train_text.py",
      rows: join(repository, ".parapet/models/text-rows.jsonl"),
      out,
      cache: join(repository, ".parapet/models"),
      without,
      isFrozen: model === "frozen encoder",
      epochRows: Number(values.rows),
      epochs: Number(values.epochs),
    });
    const files = { model: join(out, "model.onnx"), tokenizer: tokenizerFile, ngrams, ngramShape: shape };
    const logits = await textLogits(join(out, "package"), files, asked);
    for (const question of questions) {
      report(without, { question, model, asked, scoreOf: (index) => logits[index]?.[question] ?? Number.NaN });
    }
  }
  for (const question of questions) {
    const model = linear.get(question) ?? trainNgrams([]);
    report(without, {
      question,
      model: "n-grams",
      asked,
      scoreOf: (index) => ngramLogit(model, normaliseForModel(asked[index]?.text.slice(0, MAX_READ) ?? "")),
    });
  }
}

interface Report {
  readonly question: Question;
  readonly model: Row["model"];
  readonly asked: readonly TargetedText[];
  readonly scoreOf: (index: number) => number;
}

function report(families: readonly string[], { question, model, asked, scoreOf }: Report): void {
  for (const family of families) {
    const scored = asked.flatMap((item, index): Scored[] => {
      const label = item.targets[question];
      return label === null || item.family !== family ? [] : [{ score: scoreOf(index), label }];
    });
    const positives = scored.filter(({ label }) => label === 1).length;
    if (positives === 0 || positives === scored.length) continue;
    const row = {
      family,
      question,
      model,
      texts: scored.length,
      positives,
      auroc: auroc(scored),
      recall: recallAtFalsePositiveRate(scored, 0.01),
    };
    rows.push(row);
    process.stdout.write(`${JSON.stringify({ bench: "accuracy", protocol: "leave-one-source-out", ...row })}\n`);
  }
}

function examplesOf(items: readonly TargetedText[], question: Question): Parameters<typeof trainNgrams>[0] {
  return items.flatMap(({ text, targets, weight }) => {
    const label = targets[question];
    return label === null || text.length > MAX_NGRAM_LENGTH ? [] : [{ text: normaliseForModel(text), label, weight }];
  });
}

function table(): string {
  const number = (value: number | null): string => (value === null ? "–" : value.toFixed(3));
  const keys = [...new Set(rows.map(({ family, question }) => `${question} | ${family}`))].toSorted();
  const lines = keys.map((key) => {
    const own = rows.filter(({ family, question }) => `${question} | ${family}` === key);
    const of = (model: Row["model"]): string => {
      const row = own.find((one) => one.model === model);
      return row === undefined ? "– | –" : `${number(row.auroc)} | ${number(row.recall)}`;
    };
    return `| ${key} | ${own[0]?.texts} | ${own[0]?.positives} | ${of("n-grams")} | ${of("frozen encoder")} | ${of("trained")} |`;
  });
  return [
    "# Leave one source out",
    `Every figure is of a model that had seen no text of the family: ${values.epochs} epochs of ${values.rows} rows, int8, against an n-gram` +
      " model and heads on the published encoder, trained on the same texts. R is recall at 1 % false positives among the family's own.",
    "| question | family | texts | positive | n-grams AUROC | R | frozen AUROC | R | trained AUROC | R |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n" +
      lines.join("\n"),
    "",
  ].join("\n\n");
}
