import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { createTokenizer, parseTokenizer } from "@parapet/onnx";
import { z } from "zod";

import { costOf, print } from "./measure.ts";

const MODELS = join(import.meta.dirname, "../../models");
const ROUNDS = 3;
const TOKENS = 128;

const referenceLine = z.object({ text: z.string(), ids: z.array(z.number()) });

/**
 * `pnpm bench tokenizer [--reference FILE]`: texts whose ids differ from the reference's, and microseconds for 128 tokens.
 * `models/make-tokenizer-reference.py` writes such a file of any texts.
 */
export async function benchTokenizer(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { reference: { type: "string", default: join(MODELS, "tokenizer-reference.jsonl") } },
  });
  const tokenizer = createTokenizer(parseTokenizer(readFileSync(join(MODELS, "guard-text/tokenizer.json"), "utf8")));
  const reference = readFileSync(values.reference, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => referenceLine.parse(JSON.parse(line)));
  const framed = (text: string): readonly number[] => [
    tokenizer.startId,
    ...tokenizer.tokenize(text).ids,
    tokenizer.endId,
  ];
  const different = reference.filter(({ text, ids }) => framed(text).join() !== ids.join()).length;
  const tokens = reference.reduce((sum, { ids }) => sum + ids.length, 0);
  const { cpuSeconds } = await costOf(() => {
    for (let round = 0; round < ROUNDS; round += 1) for (const { text } of reference) tokenizer.tokenize(text);
  });
  const common = { bench: "tokenizer", cpu_s: cpuSeconds } as const;
  print({ ...common, case: `of ${reference.length} texts, other ids`, value: different, unit: "texts" });
  print({ ...common, case: "128 tokens", value: (cpuSeconds * 1e6 * TOKENS) / (ROUNDS * tokens), unit: "µs" });
}
