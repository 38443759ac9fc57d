import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { silentLogger, type Logger, type LogFields } from "@parapet/runtime";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { modelManifest, type ModelManifest } from "./model-manifest.ts";
import { openModelPack, type ModelPack } from "./open-model-pack.ts";
import type { Call } from "./session-pool.ts";

const models = join(import.meta.dirname, "../../../../models");
const shipped = { text: join(models, "guard-text"), pair: join(models, "guard-faithfulness") };
const call: Call = { signal: new AbortController().signal, priority: "inline" };

let copies = "";

beforeEach(async () => {
  copies = await mkdtemp(join(tmpdir(), "parapet-models-"));
});
afterEach(async () => rm(copies, { recursive: true }));

/** A copy of a shipped model that may be broken. */
async function copyOf(kind: keyof typeof shipped): Promise<string> {
  const folder = join(copies, kind);
  await cp(shipped[kind], folder, { recursive: true });
  return folder;
}

async function manifestOf(folder: string): Promise<ModelManifest> {
  return modelManifest.parse(JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")));
}

async function changeManifest(folder: string, change: Partial<ModelManifest>): Promise<void> {
  const manifest = { ...(await manifestOf(folder)), ...change };
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
}

/** Replaces a file and has the manifest vouch for it. */
async function replaceFile(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  await writeFile(join(folder, name), content);
  const { files } = await manifestOf(folder);
  await changeManifest(folder, { files: { ...files, [name]: createHash("sha256").update(content).digest("hex") } });
}

/** Has the manifest no longer list a file. */
async function unlist(folder: string, name: string): Promise<void> {
  const { files } = await manifestOf(folder);
  await changeManifest(folder, { files: Object.fromEntries(Object.entries(files).filter(([file]) => file !== name)) });
}

interface Line extends LogFields {
  readonly message: string;
}

function collectingLogger() {
  const [warnings, errors]: [Line[], Line[]] = [[], []];
  const logger: Logger = {
    ...silentLogger,
    warn: (message, fields) => warnings.push({ ...fields, message }),
    error: (message, fields) => errors.push({ ...fields, message }),
  };
  return { logger, warnings, errors };
}

async function withPack(
  options: Parameters<typeof openModelPack>[0],
  use: (pack: ModelPack) => void | Promise<void>,
): Promise<void> {
  const pack = await openModelPack({ sessions: 1, ...options });
  try {
    await use(pack);
  } finally {
    await pack.stop();
  }
}

function detectorsOf(pack: ModelPack): readonly string[] {
  return pack.models.flatMap(({ detectors }) => detectors.map(({ name }) => name));
}

const input = { text: "The bridge was opened in 1907.", context: "The bridge was opened in 1911 by the mayor." };

/** The scores of all models that serve, by detector. */
async function scoresOf(pack: ModelPack): Promise<Readonly<Record<string, number | undefined>>> {
  const answers = await Promise.all(pack.models.map(async (model) => model.judge(input, call)));
  const verdicts = answers.flatMap((answer) => Object.entries(answer.verdicts));
  return Object.fromEntries(verdicts.map(([name, verdict]) => [name, verdict?.score]));
}

describe("the shipped models", () => {
  let pack: ModelPack;
  beforeAll(async () => {
    pack = await openModelPack({ folders: [shipped.text, shipped.pair] });
  });
  afterAll(async () => pack.stop());

  test("answer their questions at the thresholds of the default policy", () => {
    const questions = pack.models.flatMap(({ detectors }) => detectors);
    expect(questions.map(({ name, category, defaultThreshold }) => [name, category, defaultThreshold])).toEqual([
      ["injection", "injection", 0.7],
      ["toxicity", "toxicity", 0.8],
      ["hallucination", "hallucination", 0.6],
    ]);
    expect([...pack.refused]).toEqual([]);
    expect(pack.provider).toBe("cpu");
  });

  test("give drift vectors by the one model that has them, under its version", () => {
    expect(pack.models.map(({ embeddingVersion }) => embeddingVersion)).toEqual([
      expect.stringMatching(/^guard-text@.+-[0-9a-f]{8}$/),
      null,
    ]);
    expect(pack.pairReaders).toHaveLength(1);
  });

  test("share their sessions, and do not mix up what they are asked", async () => {
    const alone: Readonly<Record<string, number | undefined>>[] = [];
    for (const folder of Object.values(shipped)) {
      await withPack({ folders: [folder] }, async (one) => void alone.push(await scoresOf(one)));
    }
    const together = await Promise.all(Array.from({ length: 20 }, async () => scoresOf(pack)));
    for (const scores of together) expect(scores).toEqual(Object.assign({}, ...alone));
  });

  test("leave a text without context unjudged, and judge it otherwise", async () => {
    const [text, pair] = await Promise.all(pack.models.map(async (model) => model.judge({ text: input.text }, call)));
    expect(pair?.verdicts).toEqual({ hallucination: null });
    expect(text?.verdicts["injection"]?.score).toBeLessThan(0.5);
    expect(text?.embedding).toHaveLength(384);
  });

  test.each(Object.values(shipped))("hold the golden scores of %s", async (folder) => {
    const { golden } = await manifestOf(folder);
    expect(golden.length).toBeGreaterThanOrEqual(2);
    for (const { text, context = "", scores } of golden) {
      const answers = await Promise.all(pack.models.map(async (model) => model.judge({ text, context }, call)));
      const verdicts = Object.assign({}, ...answers.map((answer) => answer.verdicts));
      for (const [name, score] of Object.entries(scores)) {
        expect(Math.abs(verdicts[name].score - score)).toBeLessThanOrEqual(0.15);
      }
    }
  });
});

describe("the graphs for accelerators", () => {
  test.each(["text", "pair"] as const)("of the %s model hold the golden scores too, asked on a CPU", async (kind) => {
    const folder = await copyOf(kind);
    await replaceFile(folder, "model.onnx", await readFile(join(folder, "model.fp16.onnx")));
    await withPack({ folders: [shipped[kind]] }, async (int8) => {
      await withPack({ folders: [folder] }, async (half) => {
        const [expected, scores] = await Promise.all([scoresOf(int8), scoresOf(half)]);
        expect(scores).not.toEqual(expected);
        for (const [name, score = Number.NaN] of Object.entries(scores))
          expect(Math.abs(score - (expected[name] ?? 0))).toBeLessThan(0.1);
      });
    });
  });
});

describe("a model that may not answer", () => {
  const isOfGraph = ([name]: readonly [string, string]): boolean => /^(?:model|weights)\./.test(name);
  const othersWeights = async (folder: string, other: string): Promise<void> => {
    const [own, others] = await Promise.all(
      [folder, other].map(async (one) => Object.entries((await manifestOf(one)).files)),
    );
    const taken = others?.filter(isOfGraph) ?? [];
    for (const [name] of own?.filter(isOfGraph) ?? []) await rm(join(folder, name));
    for (const [name] of taken) await cp(join(other, name), join(folder, name));
    const kept = own?.filter((entry) => !isOfGraph(entry)) ?? [];
    await changeManifest(folder, { files: Object.fromEntries([...kept, ...taken]) });
  };

  test.each<[string, string, (folder: string) => Promise<void>]>([
    ["whose graph is cut short", "model_corrupt", async (folder) => truncate(join(folder, "model.onnx"), 1000)],
    ["whose weights are cut short", "model_corrupt", async (folder) => truncate(join(folder, "weights.0.bin"), 1000)],
    ["without a graph", "model_missing", async (folder) => rm(join(folder, "model.onnx"))],
    ["without weights", "model_missing", async (folder) => rm(join(folder, "weights.0.bin"))],
    ["whose manifest lists no graph", "model_corrupt", async (folder) => unlist(folder, "model.onnx")],
    ["whose manifest lists no weights", "model_corrupt", async (folder) => unlist(folder, "weights.0.bin")],
    ["whose manifest lists no n-grams", "model_corrupt", async (folder) => unlist(folder, "ngrams.bin")],
    ["with the weights of another", "model_unsupported", async (folder) => othersWeights(folder, shipped.pair)],
    [
      "whose graph is no model at all",
      "model_unsupported",
      async (folder) => replaceFile(folder, "model.onnx", "weights"),
    ],
    [
      "whose tokenizer is another",
      "model_unsupported",
      async (folder) => replaceFile(folder, "tokenizer.json", '{"model":{}}'),
    ],
    ["whose tokenizer is no JSON", "model_unsupported", async (folder) => replaceFile(folder, "tokenizer.json", "{")],
    [
      "that gives another score than its manifest tells",
      "model_unsound",
      async (folder) => changeManifest(folder, { golden: [{ text: "Good morning!", scores: { toxicity: 0.97 } }] }),
    ],
    [
      "that has no answer to what its manifest tells",
      "model_unsound",
      async (folder) => changeManifest(folder, { golden: [{ text: "Good morning!", scores: { hallucination: 0 } }] }),
    ],
  ])("%s is refused as %s, and the other serves", async (_, code, breakIt) => {
    const folder = await copyOf("text");
    await breakIt(folder);
    const { logger, errors } = collectingLogger();
    await withPack({ folders: [folder, shipped.pair], logger }, async (pack) => {
      expect([...pack.refused]).toEqual([[folder, code]]);
      expect(errors.map((line) => [line["folder"], line["code"]])).toEqual([[folder, code]]);
      expect(detectorsOf(pack)).toEqual(["hallucination"]);
      expect((await scoresOf(pack))["hallucination"]).toBeGreaterThanOrEqual(0);
    });
  });

  test("is refused when it judges pairs and has the weights of a text model, and the text model serves", async () => {
    const folder = await copyOf("pair");
    await othersWeights(folder, shipped.text);
    await withPack({ folders: [shipped.text, folder] }, async (pack) => {
      expect([...pack.refused]).toEqual([[folder, "model_unsupported"]]);
      expect(detectorsOf(pack)).toEqual(["injection", "toxicity"]);
      expect(pack.pairReaders).toEqual([]);
      expect((await scoresOf(pack))["injection"]).toBeLessThan(0.5);
    });
  });
});

describe("a pack", () => {
  test("does not open when all its models are refused", async () => {
    const folder = await copyOf("text");
    await truncate(join(folder, "model.onnx"), 1000);
    const folders = [join(copies, "nowhere"), folder];
    await expect(openModelPack({ folders })).rejects.toMatchObject({ code: expect.stringMatching(/^model_/) });
  });

  test("does not open when the only model is unsound", async () => {
    const folder = await copyOf("text");
    await changeManifest(folder, { golden: [{ text: "Good morning!", scores: { toxicity: 0.97 } }] });
    await expect(openModelPack({ folders: [folder], sessions: 1 })).rejects.toMatchObject({ code: "model_unsound" });
  });

  test("does not open without a folder", async () => {
    await expect(openModelPack({ folders: [] })).rejects.toMatchObject({ code: "model_missing" });
  });

  test("falls back to the next execution provider, and warns of the one that cannot load", async () => {
    const { logger, warnings } = collectingLogger();
    await withPack({ folders: [shipped.pair], providers: ["no_such_provider", "cpu"], logger }, async (pack) => {
      expect(pack.provider).toBe("cpu");
      expect(warnings).toEqual([expect.objectContaining({ provider: "no_such_provider" })]);
      expect((await scoresOf(pack))["hallucination"]).toBeGreaterThanOrEqual(0);
    });
  });

  test("does not open when no execution provider can load", async () => {
    const opening = openModelPack({ folders: Object.values(shipped), providers: ["no_such_provider"], sessions: 1 });
    await expect(opening).rejects.toMatchObject({ code: "no_execution_provider" });
  });

  test("has as many sessions as it is told", async () => {
    await withPack({ folders: [shipped.pair], sessions: 3 }, (pack) => expect(pack.sessions).toBe(3));
  });

  test("refuses what is asked after it was stopped, and may be stopped twice", async () => {
    const pack = await openModelPack({ folders: [shipped.pair], sessions: 1 });
    await pack.stop();
    await pack.stop();
    await expect(scoresOf(pack)).rejects.toMatchObject({ code: "models_stopped" });
  });

  test("can be stopped in the middle of its work, without harm to the process", async () => {
    const pack = await openModelPack({ folders: [shipped.text], sessions: 2 });
    const text = "a word or two ".repeat(2_000);
    const work = Promise.allSettled(pack.models.map(async (model) => model.judge({ text }, call)));
    await new Promise((resolve) => setImmediate(resolve));
    await pack.stop();
    expect(await work).toMatchObject([{ status: "rejected", reason: { code: "models_stopped" } }]);
  });
});
