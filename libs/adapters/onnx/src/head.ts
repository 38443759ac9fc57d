import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { categories } from "@parapet/detection";
import { ParapetError } from "@parapet/runtime";
import { z } from "zod";

import { dot } from "./vector.ts";

/** A head's file: a logistic regression on the encoder's embedding, with how and on what it was trained. */
export const headFile = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  category: z.enum(categories),
  version: z.string().min(1),
  /** `modelVersion` of the encoder it was trained on; on another one its scores mean nothing. */
  encoder: z.string().min(1),
  weights: z.array(z.number()).min(1),
  bias: z.number(),
  /** Platt scaling: the calibrated logit is `slope · logit + intercept`. */
  calibration: z.strictObject({ slope: z.number().positive(), intercept: z.number() }),
  /** A finding is made when the score is strictly greater. */
  defaultThreshold: z.number().gt(0).lt(1),
  trainedOn: z.array(z.strictObject({ source: z.string(), texts: z.number().int(), positives: z.number().int() })),
});

export type HeadFile = z.infer<typeof headFile>;

/** One learned question about a text. */
export interface Head extends Pick<HeadFile, "name" | "category" | "version" | "encoder" | "defaultThreshold"> {
  /** Calibrated probability in [0, 1] for a unit embedding; NaN when the embedding holds NaN. */
  readonly score: (embedding: Float32Array) => number;
}

/** Folds the calibration into the weights, so that a score is one dot product and one sigmoid. */
export function createHead(file: HeadFile): Head {
  const { slope, intercept } = file.calibration;
  const weights = Float32Array.from(file.weights, (weight) => weight * slope);
  const bias = file.bias * slope + intercept;
  const { name, category, version, encoder, defaultThreshold } = file;
  const score = (embedding: Float32Array): number => sigmoid(dot(weights, embedding) + bias);
  return { name, category, version, encoder, defaultThreshold, score };
}

/** Reads one head. Throws `head_invalid` with what is wrong and where. */
export async function loadHead(path: string): Promise<Head> {
  const parsed = headFile.safeParse(await readJson(path));
  if (parsed.success) return createHead(parsed.data);
  throw new ParapetError("head_invalid", `${path} is not a head: ${z.prettifyError(parsed.error)}`);
}

/** All heads of a folder (`*.json`), in the order of their names. Throws `head_invalid` also when there is none. */
export async function loadHeads(folder: string): Promise<readonly Head[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new ParapetError("head_invalid", `${folder} cannot be read; point the heads setting to a folder`, { cause });
  });
  const paths = names.filter((name) => name.endsWith(".json")).sort();
  if (paths.length === 0) throw new ParapetError("head_invalid", `${folder} holds no head; train them or fetch them`);
  return Promise.all(paths.map(async (name) => loadHead(join(folder, name))));
}

export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw new ParapetError("head_invalid", `${path} cannot be read as JSON`, { cause });
  }
}
