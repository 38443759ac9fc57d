import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { ngramLogit, type NgramModel } from "@parapet/ngrams";
import { seededRandom, shuffled } from "@parapet/random";
import type { Scored } from "@parapet/stats";
import { normaliseForModel } from "@parapet/text";

import { loadDocumentTexts } from "../document-sources.ts";
import { questions, textLogits, type Question } from "../fit/text-logits.ts";
import type { TargetedText } from "../text-rows.ts";
import { loadTargetedTexts } from "../text-sources.ts";
import { trainNgrams } from "../train-ngrams.ts";
import { measureHeldOut, type ComparedModel, type HeldOutFigure } from "./held-out-figure.ts";
import { MAX_ASKED, type FoldFigures, type ProtocolRun } from "./protocol-run.ts";
import { isApart } from "./rows-without.ts";
import { trainFold } from "./train-fold.ts";

const MAX_NGRAM_LENGTH = 2_000;
const MAX_READ = 8_192;

/**
 * Folds of the text model; its linear floor is a regression over n-grams for each question. No model has read a document that
 * the texts it is asked about are made of: half of these are the document alone.
 */
export async function textFold(run: ProtocolRun, unpacked: string): Promise<FoldFigures> {
  const places = { datasets: unpacked, own: join(run.models, "texts") };
  const loaded = await loadTargetedTexts(unpacked, places.own);
  const texts = [...loaded, ...(await loadDocumentTexts(loaded, places))];
  return async (without) => {
    const asked = without.flatMap((family) => someOf(texts.filter((item) => item.family === family)));
    const documents = new Set(asked.flatMap(({ document }) => document?.group ?? []));
    const seen = texts.filter((item) => isApart(item, { families: without, documents }));
    const linear = {
      direct: trainNgrams(examplesOf(seen, "direct")),
      indirect: trainNgrams(examplesOf(seen, "indirect")),
      toxicity: trainNgrams(examplesOf(seen, "toxicity")),
    };
    const scores: [ComparedModel, (index: number, question: Question) => number][] = [
      ["linear", (index, question) => linearLogit(linear[question], asked[index]?.text ?? "")],
    ];
    for (const model of ["frozen encoder", "trained"] as const) {
      const out = await trainFold(run, { script: "train_text.py", rows: "text-rows.jsonl", without, documents, model });
      const logits = await logitsOf(out, linear.direct, { run, asked });
      scores.push([model, (index, question) => logits[index]?.[question] ?? Number.NaN]);
    }
    return without.flatMap((family) =>
      questions.flatMap((question) =>
        scores.flatMap(([model, scoreOf]): readonly HeldOutFigure[] =>
          measureHeldOut(
            { question, family, model, epochRows: run.epochRows, epochs: run.epochs },
            asked.flatMap(({ targets, family: own }, index): Scored[] => {
              const label = targets[question];
              return label === null || own !== family ? [] : [{ score: scoreOf(index, question), label }];
            }),
          ),
        ),
      ),
    );
  };
}

function someOf(items: readonly TargetedText[]): readonly TargetedText[] {
  return shuffled(seededRandom(9), items).slice(0, MAX_ASKED);
}

function linearLogit(model: NgramModel, text: string): number {
  return ngramLogit(model, normaliseForModel(text.slice(0, MAX_READ)));
}

interface Asked {
  readonly run: ProtocolRun;
  readonly asked: readonly TargetedText[];
}

/** The trunk's logits, with the n-grams' beside them as they are served. */
async function logitsOf(
  out: string,
  { weights, ...ngramShape }: NgramModel,
  { run, asked }: Asked,
): Promise<readonly Readonly<Record<string, number>>[]> {
  const ngrams = join(out, "ngrams.bin");
  await writeFile(ngrams, weights);
  const tokenizer = join(run.models, "guard-text/tokenizer.json");
  const files = { trained: out, tokenizer, ngrams, ngramShape };
  return textLogits(join(out, "package"), files, asked);
}

function examplesOf(items: readonly TargetedText[], question: Question): Parameters<typeof trainNgrams>[0] {
  return items.flatMap(({ text, targets, weight }) => {
    const label = targets[question];
    return label === null || text.length > MAX_NGRAM_LENGTH ? [] : [{ text: normaliseForModel(text), label, weight }];
  });
}
