import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { loadModels } from "@parapet/guard";
import {
  CPU_GRAPH,
  createTokenizer,
  defaultWindowLimits,
  HALF_GRAPH,
  parseTokenizer,
  planWindows,
  type TextClassifier,
} from "@parapet/onnx";
import { silentLogger } from "@parapet/runtime";
import { normaliseForModel } from "@parapet/text";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { z } from "zod";

import { costOf, print } from "./measure.ts";

const MODELS = join(import.meta.dirname, "../../models");
const TEXTS = 400;
const LONG_CHARACTERS = 384;
const ROUNDS = 3;
/** A third of a second of cold caches is not what is measured. */
const WARM_UP = 40;

interface Sample {
  readonly name: string;
  readonly texts: readonly string[];
}

/**
 * `pnpm bench classify [--providers cuda,cpu]`: texts per second through the whole path (readings, tokens, queue, model,
 * calibration) on one session of one thread, beside ONNX Runtime on the same windows.
 */
export async function benchClassify(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { providers: { type: "string", default: "cpu" } },
  });
  const providers = values.providers.split(",");
  const startedMs = performance.now();
  const models = await loadModels({ providers, sessions: 1, log: silentLogger });
  try {
    const [text] = samples()[0]?.texts ?? [];
    await models.classifier.classify([{ text: text ?? "" }], callWithin());
    const startSeconds = (performance.now() - startedMs) / 1_000;
    print({ bench: "classify", case: "first answer", value: startSeconds, unit: "s", cpu_s: 0 });
    for (const sample of samples()) await compare(sample, models.classifier, models.provider());
    await measurePairs(models.classifier, models.provider());
    const megabytes = process.memoryUsage().rss / 1e6;
    print({ bench: "classify", case: "memory of this process, with the peer", value: megabytes, unit: "MB", cpu_s: 0 });
  } finally {
    await models.stop();
  }
}

/** Rounds of either in turn, so that both see the same machine. */
async function compare({ name, texts }: Sample, classifier: TextClassifier, provider: string): Promise<void> {
  const inputs = texts.map((text) => ({ text }));
  const bare = await bareRuntime(texts, provider);
  await classifier.classify(inputs.slice(0, WARM_UP), callWithin());
  await bare.run(WARM_UP);
  const spent = { ours: { cpu: 0, wall: 0 }, bare: { cpu: 0, wall: 0 } };
  for (let round = 0; round < ROUNDS; round += 1) {
    const ours = await costOf(() => classifier.classify(inputs, callWithin()));
    spent.ours.cpu += ours.cpuSeconds;
    spent.ours.wall += ours.wallSeconds;
    const peer = await costOf(() => bare.run(texts.length));
    spent.bare.cpu += peer.cpuSeconds;
    spent.bare.wall += peer.wallSeconds;
  }
  const rate = (seconds: number): number => (ROUNDS * texts.length) / seconds;
  const figure = { bench: "classify", case: `${name}, ${provider}`, cpu_s: spent.ours.cpu } as const;
  const peer = { peer: "onnxruntime", ratio: Number((spent.bare.cpu / spent.ours.cpu).toFixed(3)) };
  print({ ...figure, value: rate(spent.ours.cpu), unit: "texts/cpu_s", ...peer });
  print({ ...figure, value: rate(spent.ours.wall), unit: "texts/s" });
  print({ ...figure, case: `${figure.case}: bare`, value: rate(spent.bare.cpu), unit: "texts/cpu_s" });
}

/** Sentences of answers, each held to its context by the faithfulness model alone. */
async function measurePairs(classifier: TextClassifier, provider: string): Promise<void> {
  const pairs = linesOf("faithfulness-news", ownPair).slice(0, TEXTS);
  const inputs = pairs.map(({ context, response }) => ({ text: response, context }));
  const call = (): Parameters<TextClassifier["classify"]>[1] => ({
    ...callWithin(),
    isWanted: (detector) => detector === "hallucination",
  });
  await classifier.classify(inputs.slice(0, WARM_UP), call());
  const { cpuSeconds, wallSeconds } = await costOf(async () => {
    for (let round = 0; round < ROUNDS; round += 1) await classifier.classify(inputs, call());
  });
  const figure = { bench: "classify", case: `pairs, ${provider}`, cpu_s: cpuSeconds } as const;
  print({ ...figure, value: (ROUNDS * inputs.length) / cpuSeconds, unit: "texts/cpu_s" });
  print({ ...figure, value: (ROUNDS * inputs.length) / wallSeconds, unit: "texts/s" });
}

/** The text model alone, on the windows of the texts as they stand. */
async function bareRuntime(
  texts: readonly string[],
  provider: string,
): Promise<{ readonly run: (count: number) => Promise<void> }> {
  const tokenizer = tokenizerOf();
  const options = { executionProviders: [provider], intraOpNumThreads: 1, interOpNumThreads: 1 };
  const graph = provider === "cpu" ? CPU_GRAPH : HALF_GRAPH;
  const session = await InferenceSession.create(join(MODELS, "guard-text", graph), options);
  const windows = texts.map((text) => {
    const { ids } = tokenizer.tokenize(normaliseForModel(text));
    return planWindows(ids.length, defaultWindowLimits).map(({ start, end }) =>
      feedsOf([tokenizer.startId, ...ids.slice(start, end), tokenizer.endId]),
    );
  });
  return {
    run: async (count) => {
      for (const feeds of windows.slice(0, count).flat()) await session.run(feeds);
    },
  };
}

function feedsOf(ids: readonly number[]): Record<string, Tensor> {
  const tensor = (data: BigInt64Array): Tensor => new Tensor("int64", data, [1, ids.length]);
  return {
    input_ids: tensor(BigInt64Array.from(ids, BigInt)),
    attention_mask: tensor(new BigInt64Array(ids.length).fill(1n)),
    token_type_ids: tensor(new BigInt64Array(ids.length)),
  };
}

function tokenizerOf(): ReturnType<typeof createTokenizer> {
  return createTokenizer(parseTokenizer(readFileSync(join(MODELS, "guard-text/tokenizer.json"), "utf8")));
}

const ownText = z.object({ text: z.string() });
const ownPair = z.object({ context: z.string(), response: z.string() });

function linesOf<T extends z.ZodType>(file: string, line: T): readonly z.output<T>[] {
  const lines = readFileSync(join(MODELS, `texts/${file}.jsonl`), "utf8")
    .trimEnd()
    .split("\n");
  return lines.map((text) => line.parse(JSON.parse(text)));
}

/** Our own texts: those of about 38 tokens, and joined to 384 characters. */
function samples(): readonly Sample[] {
  const tokenizer = tokenizerOf();
  const texts = ["injection", "toxicity"].flatMap((file) => linesOf(file, ownText).map(({ text }) => text));
  const near = texts
    .map((text) => ({ text, distance: Math.abs(tokenizer.tokenize(text).ids.length - 38) }))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, TEXTS)
    .map(({ text }) => text);
  const joined = texts.join(" ");
  const long = Array.from({ length: TEXTS }, (_, index) =>
    joined.slice(index * LONG_CHARACTERS, (index + 1) * LONG_CHARACTERS),
  );
  const tokens = near.reduce((sum, text) => sum + tokenizer.tokenize(text).ids.length, 0) / TEXTS;
  return [
    { name: `${tokens.toFixed(0)} tokens`, texts: near },
    { name: `${LONG_CHARACTERS} characters`, texts: long },
  ];
}

function callWithin(): { readonly signal: AbortSignal; readonly priority: "stream" } {
  return { signal: AbortSignal.timeout(600_000), priority: "stream" };
}
