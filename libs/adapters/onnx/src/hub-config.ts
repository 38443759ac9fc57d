import { ParapetError } from "@parapet/runtime";
import { z } from "zod";

import { parseJson } from "./parse-json.ts";

/** What the outputs of a model are, by its `config.json`. */
export interface HubConfig {
  /** By position in the output `logits`. */
  readonly labels: readonly string[];
  /** Whether one of the labels holds, or each of them may. */
  readonly activation: "softmax" | "sigmoid";
  /** Tokens that an input may have, special tokens counted; infinite where nothing limits them. */
  readonly maxTokens: number;
}

/** What Hugging Face's library takes where a file says nothing. */
const DEFAULT_LABELS = { "0": "LABEL_0", "1": "LABEL_1" };

const configFile = z.object({
  id2label: z.record(z.string().regex(/^\d+$/), z.string()).default(DEFAULT_LABELS),
  problem_type: z.string().nullish(),
  model_type: z.string().nullish(),
  max_position_embeddings: z.number().nullish(),
  pad_token_id: z.number().nullish(),
});

const tokenizerConfigFile = z.object({ model_max_length: z.number().positive().nullish() });

/** Families that count positions from behind the padding token, and so have as many fewer. */
const OFFSET_POSITIONS: ReadonlySet<string> = new Set(["roberta", "xlm-roberta", "camembert"]);

/**
 * Reads the texts of `config.json` and, where there is one, of `tokenizer_config.json`.
 *
 * @throws ParapetError `model_unsupported` when they are not of a classifier.
 */
export function parseHubConfig(config: string, tokenizerConfig: string | null): HubConfig {
  const file = parseFile("config.json", configFile, config);
  const { model_max_length: ofTokenizer } =
    tokenizerConfig === null ? {} : parseFile("tokenizer_config.json", tokenizerConfigFile, tokenizerConfig);
  const labels = labelsOf(file.id2label);
  return {
    labels,
    activation: file.problem_type === "multi_label_classification" || labels.length === 1 ? "sigmoid" : "softmax",
    maxTokens: Math.min(ofTokenizer ?? Infinity, positionsOf(file)),
  };
}

function positionsOf(file: z.output<typeof configFile>): number {
  const { max_position_embeddings: positions, model_type: family, pad_token_id: padding } = file;
  if (typeof positions !== "number" || positions <= 0) return Infinity;
  return OFFSET_POSITIONS.has(family ?? "") ? positions - (padding ?? 1) - 1 : positions;
}

function labelsOf(named: Readonly<Record<string, string>>): readonly string[] {
  const labels = Array.from(Object.keys(named), (_, position) => named[String(position)]);
  if (labels.length > 0 && labels.every((label) => label !== undefined)) return labels;
  throw new ParapetError("model_unsupported", "config.json: id2label does not name the labels 0, 1, … without a gap");
}

function parseFile<T extends z.ZodType>(name: string, schema: T, text: string): z.output<T> {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new ParapetError("model_unsupported", `${name} is not understood: ${z.prettifyError(parsed.error)}`);
}
