/**
 * Leave one source out: for each fold of families, a model that has seen no text of them is asked about their texts,
 * beside a linear model and heads on the encoder as it was published. `--model text|pairs` says which model, `--rows` and
 * `--epochs` how long each is trained, `--only FAMILY` that one fold is enough (of pairs, that one is told). Prints one JSON line a figure, and adds them
 * to `leave-one-out.jsonl` beside the model card, of which the table there is made. `PARAPET_PYTHON` names the Python,
 * `PARAPET_DATASETS` the folder of the archives. `prepare:rows` goes before it.
 */
import { appendFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { withDatasets } from "../datasets.ts";
import { readJsonLines } from "../read-json-lines.ts";
import { pairFolds, textFolds } from "./folds.ts";
import { heldOutFigure } from "./held-out-figure.ts";
import { leaveOneOutTable } from "./leave-one-out-table.ts";
import { pairFold } from "./pair-fold.ts";
import type { ProtocolRun } from "./protocol-run.ts";
import { textFold } from "./text-fold.ts";

const protocols = {
  text: {
    folds: textFolds,
    prepare: textFold,
    card: "guard-text",
    linear: "a regression over the n-grams of the same texts",
  },
  pairs: {
    folds: pairFolds,
    prepare: pairFold,
    card: "guard-faithfulness",
    linear:
      "a regression over the words of both sides, fitted like that of the others on up to 800 pairs of each other family,",
  },
} as const;

const { values } = parseArgs({
  options: {
    model: { type: "string", default: "text" },
    rows: { type: "string", default: "20000" },
    epochs: { type: "string", default: "2" },
    only: { type: "string" },
  },
});
if (values.model !== "text" && values.model !== "pairs") throw new Error("say --model text or --model pairs");
const { folds, prepare, card, linear } = protocols[values.model];
const models = join(import.meta.dirname, "../..");
const repository = join(models, "..");
const prepared = join(repository, ".parapet/models");
const datasets = resolve(repository, process.env["PARAPET_DATASETS"] ?? "../shared/datasets");
const run: ProtocolRun = {
  python: process.env["PARAPET_PYTHON"] ?? "python3",
  models,
  prepared,
  work: join(prepared, "leave-one-out"),
  epochRows: Number(values.rows),
  epochs: Number(values.epochs),
};
const chosen = folds.filter((fold) => values.only === undefined || fold.includes(values.only));
if (chosen.length === 0) throw new Error(`there is no family ${values.only}; there are ${folds.flat().join(", ")}`);
if (!Number.isSafeInteger(run.epochRows) || !Number.isSafeInteger(run.epochs))
  throw new Error("--rows and --epochs are whole numbers");
const kept = join(models, card, "leave-one-out.jsonl");
await withDatasets(datasets, async (unpacked) => {
  const figuresOf = await prepare(run, unpacked);
  for (const fold of chosen) {
    for (const figure of await figuresOf(fold)) {
      const line = { bench: "accuracy", protocol: "leave-one-source-out", ...figure };
      process.stdout.write(`${JSON.stringify(line)}\n`);
      await appendFile(kept, `${JSON.stringify(figure)}\n`);
    }
  }
});
const introduction =
  "Every figure is of a model that had seen no text of the family, nor a document that one is made of: epochs of so many rows, " +
  `int8, beside ${linear} and heads on the published encoder, trained alike. R is recall at 1 % false positives among the ` +
  "family's own. In brackets is where 95 of 100 samples of the same texts lie.";
const figures = await readJsonLines(kept, heldOutFigure);
await writeFile(join(models, card, "LEAVE_ONE_OUT.md"), leaveOneOutTable(introduction, figures));
