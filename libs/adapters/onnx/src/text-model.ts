import { ngramLogit, type NgramModel } from "@parapet/ngrams";
import { normaliseForModel } from "@parapet/text";

import type { ModelAnswer, ModelInput, LearnedModel } from "./learned-model.ts";
import type { TextDetector, TextManifest } from "./model-manifest.ts";
import type { ModelPackage } from "./model-package.ts";
import { isReadInPart, windowsOf, type ReadingWindow } from "./reading-windows.ts";
import { readingsOf, type TextForm } from "./readings-of.ts";
import type { Call, SessionPool } from "./session-pool.ts";
import { sigmoid } from "./sigmoid.ts";
import { strongest } from "./strongest.ts";
import { defaultWindowLimits, type WindowLimits } from "./token-windows.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { meanDirection, scaleToUnit } from "./vector.ts";

export const textModelInputs = ["input_ids"] as const;
export const textModelOutputs = ["logits", "embedding"] as const;

export interface TextModelDeps {
  readonly files: ModelPackage<TextManifest>;
  readonly tokenizer: Tokenizer;
  readonly pool: SessionPool;
  readonly windowLimits?: WindowLimits;
}

interface ReadWindow extends ReadingWindow {
  readonly logits: Float32Array;
  readonly embedding: Float32Array;
  readonly ngram: number;
}

/** One pass over each window of a text gives the scores of all questions, and the drift vector. */
export function createTextModel({ files, tokenizer, pool, windowLimits }: TextModelDeps): LearnedModel {
  const { manifest, version } = files;
  const ngrams: NgramModel = { ...manifest.ngrams, weights: new Int8Array(files.file("ngrams.bin")) };
  const { rankOf } = tokenizer;
  const form: TextForm = { tokenizer, normalise: normaliseForModel, rankOf, hidesLinks: true };
  const limits = windowLimits ?? defaultWindowLimits;
  const read = async (window: ReadingWindow, call: Call): Promise<ReadWindow> => {
    const ids = [tokenizer.startId, ...window.ids, tokenizer.endId];
    const { logits, embedding } = await pool.run(version, { input_ids: ids }, call);
    const none = new Float32Array(0);
    return {
      ...window,
      logits: logits ?? none,
      embedding: embedding ?? none,
      ngram: ngramLogit(ngrams, window.text()),
    };
  };
  return {
    detectors: manifest.detectors.map(({ name, category, defaultThreshold }) => ({
      name,
      category,
      defaultThreshold,
      version,
    })),
    embeddingVersion: version,
    judge: async ({ text }: ModelInput, call): Promise<ModelAnswer> => {
      const readings = readingsOf(text, form);
      const windows = await Promise.all(windowsOf(readings, limits).map(async (window) => read(window, call)));
      const plain = windows.filter(({ isPlain }) => isPlain).map(({ embedding }) => scaleToUnit(embedding));
      return {
        verdicts: Object.fromEntries(
          manifest.detectors.map((detector) => [
            detector.name,
            strongest(windows, (window) => scoreOf(window, detector)),
          ]),
        ),
        embedding: meanDirection(plain),
        isPartial: isReadInPart(text, readings, limits),
      };
    },
  };
}

function scoreOf({ logits, ngram }: ReadWindow, { parts }: TextDetector): number {
  return Math.max(
    ...parts.map(({ output, ngramWeight, calibration: { slope, intercept } }) =>
      sigmoid(slope * ((logits[output] ?? Number.NaN) + ngramWeight * ngram) + intercept),
    ),
  );
}
