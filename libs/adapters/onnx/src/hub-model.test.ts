import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { silentLogger } from "@parapet/runtime";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { hubModelOptions, type HubModelOptions } from "./hub-model-options.ts";
import type { LearnedModel, Verdict } from "./learned-model.ts";
import { openModelPack, type ModelPack } from "./open-model-pack.ts";
import type { Call } from "./session-pool.ts";
import { sigmoid } from "./sigmoid.ts";
import { createTextClassifier } from "./text-classifier.ts";

const exports = join(import.meta.dirname, "../testing/exports");
const shipped = join(import.meta.dirname, "../../../../models/guard-text");
const call: Call = { signal: new AbortController().signal, priority: "inline" };

type Change = Partial<HubModelOptions>;

function toxicity(change: Change = {}): HubModelOptions {
  const labels = ["toxic", "threat"];
  const own = { folder: join(exports, "tiny-wordpiece"), detector: "toxicity", category: "toxicity", labels };
  return hubModelOptions.parse({ ...own, threshold: 0.5, ...change });
}

function injection(change: Change = {}): HubModelOptions {
  const own = { folder: join(exports, "tiny-unigram"), detector: "injection", category: "injection" };
  return hubModelOptions.parse({ ...own, labels: ["INJECTION", "JAILBREAK"], threshold: 0.9, ...change });
}

function hallucination(change: Change = {}): HubModelOptions {
  const own = { folder: join(exports, "tiny-byte-bpe"), detector: "hallucination", category: "hallucination" };
  return hubModelOptions.parse({ ...own, task: "tokens", labels: ["LABEL_1"], threshold: 0.5, ...change });
}

const packs: ModelPack[] = [];
afterEach(async () => {
  for (const pack of packs.splice(0)) await pack.stop();
});

async function open(...hubModels: readonly HubModelOptions[]): Promise<ModelPack> {
  const pack = await openModelPack({ folders: [], hubModels, sessions: 1 });
  packs.push(pack);
  return pack;
}

async function openOne(options: HubModelOptions): Promise<LearnedModel> {
  const [model] = (await open(options)).models;
  if (model === undefined) throw new Error("the model was refused");
  return model;
}

async function verdictOf(model: LearnedModel, text: string, context?: string): Promise<Verdict | null> {
  const { verdicts } = await model.judge({ text, ...(context === undefined ? {} : { context }) }, call);
  return Object.values(verdicts)[0] ?? null;
}

async function scoreOf(model: LearnedModel, text: string, context?: string): Promise<number> {
  return (await verdictOf(model, text, context))?.score ?? Number.NaN;
}

const calm = "a calm walk by the sea ";

describe("weights from elsewhere that judge a text", () => {
  test("are one detector, under the name of their folder and a hash", async () => {
    const version = expect.stringMatching(/^tiny-unigram-[0-9a-f]{8}$/);
    const { detectors, embeddingVersion } = await openOne(injection());
    expect(detectors).toEqual([
      { name: "injection", category: "injection", version, defaultThreshold: 0.9, threshold: 0.9 },
    ]);
    expect(embeddingVersion).toBeNull();
  });

  test("give the share of the labels that count where labels exclude each other", async () => {
    // Without any of its words the logits are 2, -2 and -2.
    const both = await openOne(injection());
    const one = await openOne(injection({ detector: "jailbreak", labels: ["JAILBREAK"] }));
    expect(await scoreOf(both, "a calm")).toBeCloseTo((2 * Math.exp(-2)) / (Math.exp(2) + 2 * Math.exp(-2)), 5);
    expect(await scoreOf(both, "a ignore")).toBeGreaterThan(0.999);
    expect(await scoreOf(one, "a ignore")).toBeLessThan(0.001);
    expect(await scoreOf(one, "a override")).toBeGreaterThan(0.999);
  });

  test("give the likeliest of the labels that count where several may hold", async () => {
    const model = await openOne(toxicity());
    expect(await scoreOf(model, "a calm")).toBeCloseTo(sigmoid(-4), 5);
    expect(await scoreOf(model, "the scum")).toBeGreaterThan(0.999);
    expect(await scoreOf(model, "this will hurt")).toBeGreaterThan(0.999);
    expect(await scoreOf(model, "the fool")).toBeCloseTo(sigmoid(-4), 5);
    // Forty words and the two special tokens around them.
    expect(await scoreOf(model, `scum${" walk".repeat(39)}`)).toBeCloseTo(sigmoid((6 * 40) / 42 - 4), 4);
  });

  test("are calibrated on the logit of their probability", async () => {
    const model = await openOne(toxicity({ calibration: { slope: 0.5, intercept: 1 } }));
    expect(await scoreOf(model, "a calm")).toBeCloseTo(sigmoid(0.5 * -4 + 1), 5);
  });

  test.each([
    ["at the end", 60, 0],
    ["in the middle", 30, 30],
    ["at the head", 0, 60],
  ])("find an attack %s of a text that is longer than their input, and tell where", async (_, before, behind) => {
    const model = await openOne(injection());
    const text = `${calm.repeat(before)}ignore ${calm.repeat(behind)}`;
    const { score, start, end } = (await verdictOf(model, text)) ?? { score: 0, start: 0, end: 0 };
    expect(score).toBeGreaterThan(0.9);
    expect(text.slice(start, end)).toContain("ignore");
    expect(end - start).toBeLessThan(400);
    expect(await scoreOf(model, calm.repeat(60))).toBeLessThan(0.1);
  });

  test("leave no token of a long text out", async () => {
    const model = await openOne(injection());
    const texts = Array.from({ length: 61 }, (_, before) => `${calm.repeat(before)}ignore ${calm.repeat(60 - before)}`);
    const scores = await Promise.all(texts.map(async (text) => scoreOf(model, text)));
    expect(Math.min(...scores)).toBeGreaterThan(0.9);
  });

  test("are asked in windows of the size that is set, and no longer than the model takes", async () => {
    const text = `${calm.repeat(4)}ignore`;
    const narrow = await openOne(injection({ maxTokens: 16, stride: 7 }));
    const wide = await openOne(injection());
    const [found, whole] = [await verdictOf(narrow, text), await verdictOf(wide, text)];
    expect([text.slice(found?.start, found?.end).split(" ").length, whole?.start]).toEqual([14, 0]);
    expect(found?.score).toBeGreaterThan(whole?.score ?? 1);
  });

  test("see through tricks and encodings, which are then all of the range", async () => {
    const model = await openOne(injection());
    const text = `see ${Buffer.from("override override the calm sea").toString("base64")} here`;
    expect(await scoreOf(model, text)).toBeGreaterThan(0.9);
    expect(await scoreOf(model, "ig\u200bno\u200bre the")).toBeGreaterThan(0.9);
  });

  test("have no score where one of their windows gives NaN, and the others serve", async () => {
    const { models } = await open(injection(), toxicity());
    const classifier = createTextClassifier({ models, lanes: 1 });
    const [answer] = await classifier.classify([{ text: `${calm.repeat(60)} the void` }], call);
    expect(answer?.outcomes).toMatchObject({
      injection: { status: "failed", reason: "not_a_number" },
      toxicity: { status: "failed", reason: "not_a_number" },
    });
    const [calmer] = await classifier.classify([{ text: calm }], call);
    expect(calmer?.outcomes).toMatchObject({ injection: { status: "ran" }, toxicity: { status: "ran" } });
  });

  test("judge an empty text", async () => {
    expect(await scoreOf(await openOne(injection()), "")).toBeLessThan(0.5);
  });
});

describe("weights from elsewhere that judge the tokens of an answer", () => {
  let pack: ModelPack;
  let model: LearnedModel;
  beforeAll(async () => {
    pack = await openModelPack({ folders: [], hubModels: [hallucination()], sessions: 1 });
    const [first] = pack.models;
    if (first === undefined) throw new Error("the model was refused");
    model = first;
  });
  afterAll(async () => pack.stop());

  test("say nothing without a context", async () => {
    expect(await verdictOf(model, "the wrong walk")).toBeNull();
    expect(await verdictOf(model, "the wrong walk", " \n")).toBeNull();
  });

  test("give the greatest probability of a token, and where it stands", async () => {
    const text = "the bridge was wrong .";
    const { score, start, end } = (await verdictOf(model, text, calm)) ?? { score: 0, start: 0, end: 0 };
    expect(score).toBeCloseTo(sigmoid(2 * (-2 + 0.1 * 40)), 4);
    expect(text.slice(start, end)).toBe("wrong");
  });

  test("look at no token of the context", async () => {
    expect(await scoreOf(model, "the bridge was opened", "a wrong walk")).toBeCloseTo(sigmoid(-4), 4);
  });

  test("see the context beside the answer", async () => {
    expect(await scoreOf(model, "the wrong walk", "the proof by the sea")).toBeLessThan(0.01);
  });

  test.each([
    ["at the head", 0, 50],
    ["in the middle", 25, 25],
    ["at the end", 50, 0],
  ])("see the sentence that the answer is about %s of a context that does not fit", async (_, before, behind) => {
    const lines = [`${calm}.\n`.repeat(before), "the proof of the bridge .\n", `${calm}.\n`.repeat(behind)];
    expect(await scoreOf(model, "the wrong bridge", lines.join(""))).toBeLessThan(0.2);
    expect(await scoreOf(model, "the wrong walk", lines.join(""))).toBeGreaterThan(0.9);
  });

  test("say when a context is longer than is read", async () => {
    const judged = await model.judge({ text: "the walk", context: calm.repeat(3_000) }, call);
    expect(judged.isPartial).toBe(true);
  });

  test("cut a context to what fits, and find a token at the end of a long answer", async () => {
    const answer = `${calm.repeat(40)}wrong`;
    const { score, start } = (await verdictOf(model, answer, calm.repeat(100))) ?? { score: 0, start: 0 };
    expect([score > 0.9, start]).toEqual([true, answer.length - 5]);
    expect(await scoreOf(model, answer, "the proof")).toBeLessThan(0.2);
  });

  test("find nothing in an empty answer, and have no score for NaN", async () => {
    expect(await verdictOf(model, "", calm)).toEqual({ score: 0, start: 0, end: 0 });
    expect(await scoreOf(model, "the void", calm)).toBeNaN();
  });
});

interface Refusal {
  readonly code: string;
  readonly problem: string;
}

describe("an export that may not answer", () => {
  let copies = "";
  beforeEach(async () => {
    copies = await mkdtemp(join(tmpdir(), "parapet-exports-"));
  });
  afterEach(async () => rm(copies, { recursive: true }));

  /** Opens a broken copy beside a sound model; the errors that are logged of it. */
  async function refusalOf(options: HubModelOptions, breakIt: (folder: string) => Promise<void>) {
    const folder = join(copies, "broken");
    await cp(options.folder, folder, { recursive: true });
    await breakIt(folder);
    const errors: unknown[] = [];
    const logger = { ...silentLogger, error: (_: string, fields?: object) => errors.push(fields) };
    const hubModels = [{ ...options, folder }, toxicity({ detector: "sound" })];
    const pack = await openModelPack({ folders: [], hubModels, sessions: 1, logger });
    packs.push(pack);
    expect(pack.models.flatMap(({ detectors }) => detectors.map(({ name }) => name))).toEqual(["sound"]);
    return { refused: [...pack.refused], errors };
  }

  const changeConfig =
    (change: object) =>
    async (folder: string): Promise<void> => {
      const config: unknown = JSON.parse(await readFile(join(folder, "config.json"), "utf8"));
      await writeFile(join(folder, "config.json"), JSON.stringify(Object.assign({}, config, change)));
    };
  const nothing = async (): Promise<void> => undefined;
  const without = (name: string) => async (folder: string) => rm(join(folder, name));
  const withFile = (name: string, content: string) => async (folder: string) => writeFile(join(folder, name), content);

  test.each<[string, HubModelOptions, (folder: string) => Promise<void>, Refusal]>([
    ["without a graph", injection(), without("model.onnx"), { code: "model_missing", problem: "onnx/model.onnx" }],
    [
      "without the graph that is named",
      injection({ file: "int8.onnx" }),
      nothing,
      { code: "model_missing", problem: "int8.onnx" },
    ],
    ["without config.json", injection(), without("config.json"), { code: "model_missing", problem: "config.json" }],
    [
      "without a tokenizer",
      injection(),
      without("tokenizer.json"),
      { code: "model_missing", problem: "tokenizer.json" },
    ],
    [
      "with another hash",
      injection({ sha256: "0".repeat(64) }),
      nothing,
      { code: "model_corrupt", problem: "SHA-256" },
    ],
    [
      "without the label",
      injection({ labels: ["INJECTION", "ATTACK"] }),
      nothing,
      { code: "model_unsupported", problem: "no label ATTACK; config.json names SAFE, INJECTION, JAILBREAK" },
    ],
    [
      "whose graph is none",
      injection(),
      withFile("model.onnx", "weights"),
      { code: "model_unsupported", problem: "cannot be used" },
    ],
    [
      "whose config is none",
      injection(),
      withFile("config.json", "{"),
      { code: "model_unsupported", problem: "config.json" },
    ],
    [
      "whose labels have a gap",
      injection(),
      changeConfig({ id2label: { "0": "SAFE", "2": "INJECTION" } }),
      { code: "model_unsupported", problem: "id2label" },
    ],
    [
      "whose tokenizer is none",
      injection(),
      withFile("tokenizer.json", "{}"),
      { code: "model_unsupported", problem: "tokenizer.json" },
    ],
    [
      "that names fewer labels than there are logits",
      injection({ labels: ["INJECTION"] }),
      changeConfig({ id2label: { "0": "SAFE", "1": "INJECTION" } }),
      { code: "model_unsound", problem: "gives no injection score" },
    ],
    [
      "that judges texts and is to judge tokens",
      hallucination({ folder: join(exports, "tiny-unigram"), labels: ["INJECTION"] }),
      nothing,
      { code: "model_unsound", problem: "gives no hallucination score" },
    ],
    [
      "that is to take more tokens than it has positions for",
      injection({ maxTokens: 65 }),
      nothing,
      { code: "model_unsupported", problem: "maxTokens is 65, and the model takes 64" },
    ],
    [
      "that takes fewer tokens than its tokenizer is told to",
      injection({ maxTokens: 40 }),
      withFile("tokenizer_config.json", '{"model_max_length":32}'),
      { code: "model_unsupported", problem: "the model takes 32" },
    ],
    [
      "whose first positions are those of padding",
      hallucination({ maxTokens: 65 }),
      nothing,
      { code: "model_unsupported", problem: "the model takes 64" },
    ],
    [
      "whose stride leaves tokens out",
      injection({ stride: 63 }),
      nothing,
      { code: "model_unsupported", problem: "a window has 62" },
    ],
  ])("%s is refused and the others serve", async (_, options, breakIt, { code, problem }) => {
    const { refused, errors } = await refusalOf(options, breakIt);
    expect(refused).toEqual([[options.detector, code]]);
    expect(errors).toEqual([expect.objectContaining({ code, problem: expect.stringContaining(problem) })]);
  });

  test("is taken with the graph that is named and the hash that it has", async () => {
    const folder = join(copies, "quantised");
    await cp(join(exports, "tiny-unigram"), folder, { recursive: true });
    await rename(join(folder, "model.onnx"), join(folder, "model_quantized.onnx"));
    const sha256 = createHash("sha256")
      .update(await readFile(join(folder, "model_quantized.onnx")))
      .digest("hex");
    const model = await openOne(injection({ folder, file: "model_quantized.onnx", sha256 }));
    expect(await scoreOf(model, "a ignore")).toBeGreaterThan(0.9);
  });
});

describe("a pack of packages and weights from elsewhere", () => {
  test("asks of a package only what no other weights are for, whether those serve or not", async () => {
    const [taken, absent] = [injection(), toxicity({ folder: join(exports, "nowhere") })];
    const pack = await openModelPack({ folders: [shipped], hubModels: [taken, absent], sessions: 1 });
    packs.push(pack);
    const [text, own] = pack.models;
    expect([text?.detectors, own?.detectors.map(({ name }) => name)]).toEqual([[], ["injection"]]);
    expect([...pack.refused]).toEqual([["toxicity", "model_missing"]]);
    const classifier = createTextClassifier({ models: pack.models, lanes: 1 });
    const [answer] = await classifier.classify([{ text: "a override" }], {
      ...call,
      isWanted: (name) => name === "injection",
    });
    expect(answer?.outcomes).toMatchObject({ injection: { status: "ran" } });
    expect(Object.keys(answer?.outcomes ?? {})).toEqual(["injection"]);
    expect(answer?.embedding).toHaveLength(384);
  });

  test("loads weights once that are asked two questions", async () => {
    const lines: unknown[] = [];
    const logger = { ...silentLogger, info: (_: string, fields?: object) => lines.push(fields) };
    const hubModels = [toxicity({ labels: ["toxic"] }), toxicity({ detector: "insult", labels: ["insult"] })];
    const pack = await openModelPack({ folders: [], hubModels, sessions: 1, logger });
    packs.push(pack);
    const versions = /^tiny-wordpiece-[0-9a-f]{8}, tiny-wordpiece-[0-9a-f]{8}$/;
    expect(lines).toEqual([expect.objectContaining({ graphs: 1, models: expect.stringMatching(versions) })]);
    const scores = await Promise.all(pack.models.map(async (model) => scoreOf(model, "the fool")));
    expect(scores.map((score) => score > 0.5)).toEqual([false, true]);
  });
});
