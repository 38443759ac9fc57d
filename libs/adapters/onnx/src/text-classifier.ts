import { ParapetError } from "@parapet/runtime";

import type { Encoder, Encoding } from "./encoder.ts";
import type { Head } from "./head.ts";
import type { TextRange } from "./text-range.ts";

/** What one pass of the encoder tells about a text. */
export interface Classification {
  /** Drift vector: 384 numbers of length one. */
  readonly embedding: Float32Array;
  /** By head name: the calibrated probability in [0, 1] of the window where it is greatest; NaN when it could not be told. */
  readonly scores: Readonly<Record<string, number>>;
  /** By head name: where that window stands in the text. */
  readonly ranges: Readonly<Record<string, TextRange>>;
}

export interface TextClassifier {
  readonly heads: readonly Head[];
  /** Of the encoder: what embeddings are to be stored under. */
  readonly modelVersion: string;
  /** Classifications in the order of the texts; one pass serves the embedding and every head. Rejects as `encode` does. */
  readonly classify: (texts: readonly string[], signal: AbortSignal) => Promise<readonly Classification[]>;
}

export interface TextClassifierOptions {
  readonly encoder: Encoder;
  readonly heads: readonly Head[];
}

/** Throws `head_mismatch` when a head was trained on another encoder. */
export function createTextClassifier({ encoder, heads }: TextClassifierOptions): TextClassifier {
  for (const head of heads) {
    if (head.encoder === encoder.modelVersion) continue;
    const message = `head ${head.name} was trained on ${head.encoder}, not on ${encoder.modelVersion}; train it again`;
    throw new ParapetError("head_mismatch", message);
  }
  const classify = async (texts: readonly string[], signal: AbortSignal): Promise<readonly Classification[]> =>
    (await encoder.encode(texts, signal)).map((encoding) => classifyEncoding(encoding, heads));
  return { heads, modelVersion: encoder.modelVersion, classify };
}

function classifyEncoding({ embedding, windows }: Encoding, heads: readonly Head[]): Classification {
  const strongest = heads.map(({ name, score }) => ({ name, ...strongestWindow(windows, score) }));
  return {
    embedding,
    scores: Object.fromEntries(strongest.map(({ name, score }) => [name, score])),
    ranges: Object.fromEntries(strongest.map(({ name, start, end }) => [name, { start, end }])),
  };
}

/** One window that cannot be scored makes the whole text unscored: a finding could have been in it. */
function strongestWindow(windows: Encoding["windows"], scoreOf: Head["score"]): TextRange & { score: number } {
  let strongest = { score: -1, start: 0, end: 0 };
  for (const { embedding, start, end } of windows) {
    const score = scoreOf(embedding);
    if (Number.isNaN(score)) return { score, start, end };
    if (score > strongest.score) strongest = { score, start, end };
  }
  return strongest;
}
