import { chooseEvidence, lexicalFeatureNames } from "@parapet/faithfulness";
import { evidenceIn, MAX_EVIDENCE_TOKENS, openModelPack, type PairFeatures, type PairManifest } from "@parapet/onnx";

import type { DevelopmentPair } from "./development.ts";
import { graphsIn, placeFiles, uncalibrated, writeManifest } from "./package-folder.ts";

/** What the last regression weighs: the answer of the graph, its greatest and all its tokens, then what the words say. */
export const pairFeatureNames = ["logit", "token", "tokens", ...lexicalFeatureNames] as const;
/** Of them, the ones that no graph is needed for. */
export const isLexical = (name: string): boolean => lexicalFeatureNames.some((lexical) => lexical === name);

/** Its regression is not asked. */
const uncalibratedDetector: PairManifest["detectors"][number] = {
  name: "hallucination",
  category: "hallucination",
  defaultThreshold: 0.5,
  thresholds: { strict: 0.5, balanced: 0.5, lenient: 0.5 },
  weights: { logit: 1 },
  intercept: 0,
};

export interface PairModelFiles {
  /** Where training wrote its graphs. */
  readonly trained: string;
  readonly tokenizer: string;
}

/** One vector a pair, in the order of `pairFeatureNames`, as the model is served. Leaves a folder that can be loaded. */
export async function pairVectors(
  folder: string,
  { trained, tokenizer }: PairModelFiles,
  pairs: readonly Pick<DevelopmentPair, "sentence" | "context">[],
): Promise<readonly Float32Array[]> {
  const files = await placeFiles(folder, { ...(await graphsIn(trained)), "tokenizer.json": tokenizer });
  await writeManifest(folder, { kind: "pair", ...uncalibrated, files, detectors: [uncalibratedDetector] });
  const pack = await openModelPack({ folders: [folder] });
  try {
    const [reader] = pack.pairReaders;
    if (reader === undefined) throw new RangeError("the folder holds no pair model");
    const call = { signal: new AbortController().signal, priority: "stream" } as const;
    return await Promise.all(
      pairs.map(async ({ sentence, context }) => {
        const evidence = chooseEvidence(sentence, evidenceIn(context, reader.tokenizer), MAX_EVIDENCE_TOKENS);
        return vectorOf(await reader.read({ sentence, evidence }, call));
      }),
    );
  } finally {
    await pack.stop();
  }
}

function vectorOf(features: PairFeatures): Float32Array {
  return Float32Array.from(pairFeatureNames, (name) => features[name] ?? 0);
}

export function isPerturbed(source: string): boolean {
  return source.startsWith("perturbed");
}
