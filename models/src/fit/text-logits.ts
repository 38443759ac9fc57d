import type { TextManifest } from "@parapet/onnx";

import { folderScores } from "./folder-scores.ts";
import { graphsIn, placeFiles, uncalibrated, writeManifest } from "./package-folder.ts";
import { logitOfProbability } from "./score-all.ts";

/** What the text model is asked, in the order of its output. */
export const questions = ["direct", "indirect", "toxicity"] as const;
export type Question = (typeof questions)[number];

/** What the n-gram model counts beside the trunk: it knows wordings of attacks by heart that a trunk forgets. */
const NGRAM_WEIGHT = 1.5;

export interface TextModelFiles {
  /** Where training wrote its graphs. */
  readonly trained: string;
  readonly tokenizer: string;
  readonly ngrams: string;
  readonly ngramShape: TextManifest["ngrams"];
}

/** The part of a detector that asks one question. */
export function partShape(question: Question): { readonly output: number; readonly ngramWeight: number } {
  return { output: questions.indexOf(question), ngramWeight: question === "direct" ? NGRAM_WEIGHT : 0 };
}

/** What a text model says of each question before it is calibrated. Leaves a folder that can be loaded. */
export async function textLogits(
  folder: string,
  { trained, tokenizer, ngrams, ngramShape }: TextModelFiles,
  texts: readonly { readonly text: string }[],
): Promise<readonly Readonly<Record<string, number>>[]> {
  const own = { "tokenizer.json": tokenizer, "ngrams.bin": ngrams };
  const files = await placeFiles(folder, { ...(await graphsIn(trained)), ...own });
  await writeManifest(folder, {
    kind: "text",
    ...uncalibrated,
    files,
    ngrams: ngramShape,
    detectors: questions.map(uncalibratedDetector),
  });
  const scores = await folderScores(folder, texts);
  return scores.map((one) =>
    Object.fromEntries(Object.entries(one).map(([name, score]) => [name, logitOfProbability(score)])),
  );
}

/** A detector of one question whose scores are sigmoids of plain logits. */
function uncalibratedDetector(question: Question): TextManifest["detectors"][number] {
  return {
    name: question,
    category: question === "toxicity" ? "toxicity" : "injection",
    defaultThreshold: 0.5,
    thresholds: { strict: 0.5, balanced: 0.5, lenient: 0.5 },
    parts: [{ ...partShape(question), calibration: { slope: 1, intercept: 0 } }],
  };
}
