import { createHash } from "node:crypto";

import type { HeadFile } from "@parapet/onnx";

import type { Scored } from "./evaluation.ts";
import { balanceClasses, fitMaxWindow, highestLogit } from "./fit-max-window.ts";
import type { Item } from "./fit-max-window.ts";
import type { HeadPlan } from "./head-plan.ts";
import type { LabelledText } from "./load-texts.ts";
import { fitLogistic } from "./logistic-regression.ts";
import type { LinearModel } from "./logistic-regression.ts";

/** A text to train on with its windows. */
export type EncodedText = LabelledText & Item;

/** A text, and the score that a model gave it that had seen nothing of its family. */
export type HeldOutText = EncodedText & Scored;

export interface TrainedHead {
  readonly file: HeadFile;
  readonly heldOut: readonly HeldOutText[];
}

interface Calibration {
  readonly slope: number;
  readonly intercept: number;
}

const DIGITS = 6;

/**
 * Trains a head on all texts. Its calibration and its figures come from models of the same kind that were trained
 * without one family of sources each, on the texts of that family.
 */
export function trainHead(plan: HeadPlan, encoder: string, texts: readonly EncodedText[]): TrainedHead {
  const heldOut = scoreHeldOut(texts, plan.l2);
  const calibration = calibrate(heldOut, plan.assumedShare);
  const model = fitMaxWindow(texts, plan.l2);
  return {
    file: headFileOf(plan, encoder, { model, calibration, texts }),
    heldOut: heldOut.map(({ text, logit }) => withScore(text, calibrated(logit, calibration))),
  };
}

interface HeldOutLogit {
  readonly text: EncodedText;
  readonly logit: number;
}

function scoreHeldOut(texts: readonly EncodedText[], l2: number): readonly HeldOutLogit[] {
  const families = [...new Set(texts.map(({ family }) => family))];
  return families.flatMap((family) => {
    const others = texts.filter((text) => text.family !== family);
    const model = fitMaxWindow(others, l2);
    const own = texts.filter((text) => text.family === family);
    return own.map((text) => ({ text, logit: highestLogit(model, text.windows) }));
  });
}

/** Platt scaling (1999) on held-out logits, with the classes weighed as the plan assumes them in traffic. */
function calibrate(heldOut: readonly HeldOutLogit[], assumedShare: number): Calibration {
  const examples = heldOut.map(({ text: { label, weight }, logit }) => ({
    features: Float32Array.of(logit),
    label,
    weight,
  }));
  const { weights, bias } = fitLogistic(balanceClasses(examples, assumedShare), 0);
  return { slope: rounded(weights[0] ?? 1), intercept: rounded(bias) };
}

function withScore(text: EncodedText, score: number): HeldOutText {
  return { ...text, score };
}

function calibrated(logit: number, { slope, intercept }: Calibration): number {
  return 1 / (1 + Math.exp(-(slope * logit + intercept)));
}

interface Fitted {
  readonly model: LinearModel;
  readonly calibration: Calibration;
  readonly texts: readonly EncodedText[];
}

function headFileOf(plan: HeadPlan, encoder: string, { model, calibration, texts }: Fitted): HeadFile {
  const weights = Array.from(model.weights, rounded);
  const bias = rounded(model.bias);
  const fingerprint = createHash("sha256").update(JSON.stringify({ weights, bias, calibration })).digest("hex");
  return {
    name: plan.name,
    category: plan.category,
    version: `${plan.name}-${fingerprint.slice(0, 8)}`,
    encoder,
    weights,
    bias,
    calibration,
    defaultThreshold: plan.threshold,
    trainedOn: originsOf(texts).map((source) => {
      const own = texts.filter(({ origin }) => origin === source);
      return { source, texts: own.length, positives: own.filter(({ label }) => label === 1).length };
    }),
  };
}

export function originsOf(texts: readonly { readonly origin: string }[]): readonly string[] {
  return [...new Set(texts.map(({ origin }) => origin))];
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
