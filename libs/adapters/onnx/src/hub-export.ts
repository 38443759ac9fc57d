import { createHash } from "node:crypto";
import { access } from "node:fs/promises";
import { basename, join, resolve } from "node:path";

import { ParapetError } from "@parapet/runtime";

import { findExternalData } from "./external-data.ts";
import { parseHubConfig, type HubConfig } from "./hub-config.ts";
import type { HubModelOptions } from "./hub-model-options.ts";
import { createHubTokenizer, type HubTokenizer } from "./hub-tokenizer.ts";
import { hubVersion } from "./hub-version.ts";
import type { LabelScoring } from "./label-score.ts";
import { findModelFile, hashModelFile, readModelFile } from "./model-file.ts";
import { countSpecial } from "./special-tokens.ts";
import type { WindowLimits } from "./token-windows.ts";

/** A folder with a model of Hugging Face's libraries, and how it is asked. */
export interface HubExport {
  readonly options: HubModelOptions;
  /** Changes whenever the scores could. */
  readonly version: string;
  /** What the sessions hold the weights under: name of the folder and hash, the same whatever they are asked. */
  readonly weightsName: string;
  readonly modelPath: string;
  readonly tokenizer: HubTokenizer;
  readonly scoring: LabelScoring;
  /** Of one text, or of an answer, without special tokens. */
  readonly windowLimits: WindowLimits;
  /** Tokens of one input, without special tokens. */
  readonly room: number;
}

const GRAPHS = ["model.onnx", join("onnx", "model.onnx")];
const TOKENIZER_CONFIG = "tokenizer_config.json";
/** More is not taken of what a model could read unless it is asked for: its cost grows with the square. */
const DEFAULT_MAX_TOKENS = 512;
const MAX_WINDOWS = 96;
const STRIDE_SHARE = 0.75;

/**
 * Reads what lies beside a graph, and finds and hashes the graph and its weights.
 *
 * @throws ParapetError `model_missing` when a file cannot be read, `model_corrupt` when the graph is not the one that the
 *   options tell of, `model_unsupported` when the files do not fit the options or are of no classifier.
 */
export async function readHubExport(options: HubModelOptions): Promise<HubExport> {
  const { folder } = options;
  const files = {
    config: await readText(folder, "config.json"),
    tokenizerConfig: await readTokenizerConfig(folder),
    tokenizer: await readText(folder, "tokenizer.json"),
  };
  const config = parseHubConfig(files.config, files.tokenizerConfig);
  const tokenizer = createHubTokenizer(files.tokenizer);
  const modelPath = await findModelFile(folder, options.file === undefined ? GRAPHS : [options.file]);
  const weights = await hashWeights(modelPath, options);
  return {
    options,
    version: hubVersion({ weights, files, options }),
    weightsName: `${basename(resolve(folder))}-${weights.slice(0, 8)}`,
    modelPath,
    tokenizer,
    scoring: scoringOf(options, config),
    ...limitsOf(options, config, tokenizer),
  };
}

/** The graph's SHA-256 in hex; where weights lie beside it, that of all hashes and names. */
async function hashWeights(modelPath: string, { sha256 }: HubModelOptions): Promise<string> {
  const hash = await hashModelFile(modelPath);
  if (sha256 !== undefined && sha256 !== hash) {
    throw new ParapetError("model_corrupt", `${modelPath} is not the file of the SHA-256 that is configured`);
  }
  const beside: string[] = [];
  for (const path of await findExternalData(modelPath)) beside.push(basename(path), await hashModelFile(path));
  if (beside.length === 0) return hash;
  const told = [hash, ...beside].join("\n");
  return createHash("sha256").update(told).digest("hex");
}

function scoringOf({ labels, calibration }: HubModelOptions, config: HubConfig): LabelScoring {
  const counted = [...new Set(labels)].map((label) => {
    const position = config.labels.indexOf(label);
    if (position >= 0) return position;
    const known = config.labels.join(", ");
    throw new ParapetError("model_unsupported", `the model has no label ${label}; config.json names ${known}`);
  });
  return { activation: config.activation, labelCount: config.labels.length, counted, calibration };
}

function limitsOf(
  { task, maxTokens, stride }: HubModelOptions,
  config: HubConfig,
  { specialTokens }: HubTokenizer,
): Pick<HubExport, "room" | "windowLimits"> {
  if (maxTokens !== undefined && maxTokens > config.maxTokens) {
    throw new ParapetError("model_unsupported", `maxTokens is ${maxTokens}, and the model takes ${config.maxTokens}`);
  }
  const isPair = task === "tokens";
  const size = maxTokens ?? Math.min(DEFAULT_MAX_TOKENS, config.maxTokens);
  const room = size - countSpecial(isPair ? specialTokens.pair : specialTokens.single);
  // What an answer leaves over is its context's, and that is never less than half.
  const window = isPair ? Math.floor(room / 2) : room;
  if (window < 1) throw new ParapetError("model_unsupported", `an input of ${size} tokens has no room for a text`);
  if (stride !== undefined && stride > window) {
    throw new ParapetError("model_unsupported", `a stride of ${stride} leaves tokens out; a window has ${window}`);
  }
  const limits = { maxTokens: window, stride: stride ?? Math.ceil(STRIDE_SHARE * window), maxWindows: MAX_WINDOWS };
  return { room, windowLimits: limits };
}

async function readText(folder: string, name: string): Promise<string> {
  return (await readModelFile(folder, name)).toString("utf8");
}

/** Null where an export has none, as is allowed. */
async function readTokenizerConfig(folder: string): Promise<string | null> {
  const isThere = await access(join(folder, TOKENIZER_CONFIG)).then(
    () => true,
    () => false,
  );
  return isThere ? readText(folder, TOKENIZER_CONFIG) : null;
}
