import { readFileSync } from "node:fs";
import { join } from "node:path";

import { lexicalFeatureNames } from "@parapet/faithfulness";
import { describe, expect, test } from "vitest";

import type { InputRow, OutputRow } from "./inference-protocol.ts";
import type { Verdict } from "./learned-model.ts";
import type { PairManifest } from "./model-manifest.ts";
import { createPairModel, createPairReader } from "./pair-model.ts";
import { SessionPool, type Call } from "./session-pool.ts";
import { sigmoid } from "./sigmoid.ts";
import { parseTokenizer } from "./tokenizer-definition.ts";
import { createTokenizer } from "./tokenizer.ts";

const folder = join(import.meta.dirname, "../../../../models/guard-faithfulness");
const tokenizer = createTokenizer(parseTokenizer(readFileSync(join(folder, "tokenizer.json"), "utf8")));
const call: Call = { signal: new AbortController().signal, priority: "inline" };
const context = "The bridge, begun in 1907, was opened in 1911 by the mayor. It rained all day.";

/** The tokens of the answer's side of a row. */
function answerIn({ input_ids: ids = [], token_type_ids: types = [] }: InputRow): readonly number[] {
  return ids.filter((id, index) => types[index] === 1 && id !== tokenizer.endId);
}

function has(row: InputRow, word: string): boolean {
  return tokenizer.tokenize(word).ids.every((id) => answerIn(row).includes(id));
}

/** Answers with the word are unsupported, and the rest supported. */
function doubts(word: string): (row: InputRow) => OutputRow {
  return (row) => ({
    logits: Float32Array.of(has(row, word) ? 4 : -4),
    token_logits: new Float32Array(row["input_ids"]?.length ?? 0),
  });
}

/** A pair model whose session is in memory, with the rows that it was asked about. */
function inMemory(outputsOf: (row: InputRow) => OutputRow, weights: Readonly<Record<string, number>> = { logit: 1 }) {
  const rows: InputRow[] = [];
  const session = {
    provider: "memory",
    run: async ({ rows: asked }: { readonly rows: readonly InputRow[] }) => {
      rows.push(...asked);
      return asked.map(outputsOf);
    },
    stop: async () => undefined,
  };
  const thresholds = { strict: 0.9, balanced: 0.6, lenient: 0.3 };
  const detector = { name: "hallucination", category: "hallucination", defaultThreshold: 0.6, thresholds } as const;
  const manifest: PairManifest = {
    kind: "pair",
    name: "memory",
    version: "1",
    licence: "Apache-2.0",
    files: {},
    trainingData: "0".repeat(64),
    golden: [],
    detectors: [{ ...detector, weights, intercept: 0.5 }],
  };
  const files = { manifest, version: "memory@1", modelPath: "", acceleratedPath: "", file: () => Buffer.alloc(0) };
  const reader = createPairReader({ files, tokenizer, pool: new SessionPool([session]) });
  return { model: createPairModel(files, reader), reader, rows };
}

type Model = ReturnType<typeof inMemory>["model"];

async function verdictOf(model: Model, text: string, given: string): Promise<Verdict | null> {
  return (await model.judge({ text, context: given }, call)).verdicts["hallucination"] ?? null;
}

describe("the verdict of a pair model", () => {
  test.each([
    ["no context", undefined],
    ["an empty context", ""],
    ["a blank context", " \n "],
  ])("is null for %s, and the model is not asked", async (_, given) => {
    const { model, rows } = inMemory(doubts("x"));
    const input = given === undefined ? { text: "The bridge is red." } : { text: "The bridge is red.", context: given };
    expect(await model.judge(input, call)).toEqual({ verdicts: { hallucination: null }, embedding: null });
    expect(rows).toEqual([]);
  });

  test("is that of the worst sentence, and tells where it stands in UTF-16 units", async () => {
    const { model, rows } = inMemory(doubts("volcano"));
    const text = "🌿 The bridge was opened in 1911. A volcano destroyed it. The mayor came.";
    const { score, start, end } = (await verdictOf(model, text, context)) ?? { score: -1, start: 0, end: 0 };
    expect(score).toBeCloseTo(sigmoid(4 + 0.5), 6);
    expect(text.slice(start, end)).toBe("A volcano destroyed it.");
    expect(rows).toHaveLength(3);
  });

  test("is NaN when a single sentence cannot be scored, however bad the others are", async () => {
    const { model } = inMemory((row) =>
      has(row, "poison") ? { logits: Float32Array.of(Number.NaN) } : doubts("x")(row),
    );
    const text = "The x came. The poison came. The mayor came.";
    const { score, start, end } = (await verdictOf(model, text, context)) ?? { score: -1, start: 0, end: 0 };
    expect(score).toBeNaN();
    expect(text.slice(start, end)).toBe("The poison came.");
  });

  test("is NaN when the detector asks for a feature that nobody knows", async () => {
    const { model } = inMemory(doubts("x"), { logit: 1, smell: 1 });
    expect((await verdictOf(model, "The mayor came.", context))?.score).toBeNaN();
  });

  test("is zero for a text that says nothing", async () => {
    const { model } = inMemory(doubts("x"));
    expect(await verdictOf(model, " \n", context)).toEqual({ score: 0, start: 0, end: 0 });
  });

  test("is not given when the call ends", async () => {
    const signal = AbortSignal.abort(new Error("too late"));
    const { model } = inMemory(doubts("x"));
    const judged = model.judge({ text: "The mayor came.", context }, { signal, priority: "inline" });
    await expect(judged).rejects.toThrow("too late");
  });
});

describe("the features of a pair", () => {
  const sentence = "The bridge was opened in 1912.";

  test("are what the model says, what it says of the answer's worst token, and what the words say", async () => {
    const outputsOf = ({ token_type_ids: types = [] }: InputRow): OutputRow => ({
      logits: Float32Array.of(1.5),
      // The evidence's own tokens do not count, however high.
      token_logits: Float32Array.from(types, (type, index) => (type === 0 ? 9 : index / 100)),
    });
    const { reader, rows } = inMemory(outputsOf);
    const features = await reader.read({ sentence, evidence: [context] }, call);
    const tokens = rows[0]?.["input_ids"]?.length ?? 0;
    expect(Object.keys(features)).toEqual(["logit", "token", "tokens", ...lexicalFeatureNames]);
    expect(features).toMatchObject({ logit: 1.5, novel_numbers: 0.25 });
    expect(features["token"]).toBeCloseTo((tokens - 1) / 100, 6);
    const ofAnswer = (rows[0]?.["token_type_ids"] ?? []).flatMap((type, index) => (type === 1 ? [index / 100] : []));
    const unsupported = ofAnswer.reduce((sum, logit) => sum - Math.log(1 - 1 / (1 + Math.exp(-logit))), 0);
    expect(features["tokens"]).toBeCloseTo(Math.log(1 + unsupported), 5);
  });

  test("are those of the first 4,096 UTF-16 units of sentences that do not end", async () => {
    const { reader } = inMemory(doubts("x"));
    const [said, given] = [
      "The bridge was opened in 1912 ".repeat(1_000),
      "The mayor never came in 1911 ".repeat(1_000),
    ];
    const whole = await reader.read({ sentence: said, evidence: [given] }, call);
    const cut = await reader.read({ sentence: said.slice(0, 4_096), evidence: [given.slice(0, 4_096)] }, call);
    expect(whole).toEqual(cut);
  });

  test("cannot be told where the model gives nothing", async () => {
    const { reader } = inMemory(() => ({}));
    const { logit, token } = await reader.read({ sentence, evidence: [context] }, call);
    expect([logit, token]).toEqual([Number.NaN, Number.NaN]);
  });

  test("are of rows with ids, types and matches of one length", async () => {
    const { reader, rows } = inMemory(doubts("x"));
    await reader.read({ sentence, evidence: [context] }, call);
    const [row = {}] = rows;
    expect(Object.keys(row).toSorted()).toEqual(["input_ids", "match_ids", "token_type_ids"]);
    expect(new Set(Object.values(row).map(({ length }) => length)).size).toBe(1);
  });
});

describe("a long answer", () => {
  const known = Array.from({ length: 60 }, () => "The mayor opened the bridge.");
  const isPartial = async (model: Model, text: string, given = context): Promise<boolean | undefined> =>
    (await model.judge({ text, context: given }, call)).isPartial;
  const novel = Array.from({ length: 10 }, (_, index) => `Purple elephants danced ${["north", "south"][index % 2]}.`);

  test("is judged by the 48 sentences with the most words that its context lacks", async () => {
    const { model, rows } = inMemory(doubts("elephants"));
    const text = [...known.slice(30), ...novel, ...known.slice(30)].join(" ");
    const { score, start, end } = (await verdictOf(model, text, context)) ?? { score: -1, start: 0, end: 0 };
    expect(rows).toHaveLength(48);
    expect(rows.filter((row) => has(row, "elephants"))).toHaveLength(10);
    expect(score).toBeCloseTo(sigmoid(4.5), 6);
    expect(text.slice(start, end)).toMatch(/^Purple elephants danced \w+\.$/);
  });

  test("of 48 sentences is judged whole, and one of more says that it was judged in part", async () => {
    const { model, rows } = inMemory(doubts("elephants"));
    expect(await isPartial(model, known.slice(0, 48).join(" "))).toBe(false);
    expect(rows).toHaveLength(48);
    expect(await isPartial(model, known.slice(0, 49).join(" "))).toBe(true);
  });

  test("has a sentence that is too long for the model judged in stretches, to its last word", async () => {
    const { model } = inMemory(doubts("elephants"));
    const text = `${"The mayor opened the bridge and ".repeat(30)}saw elephants.`;
    const { score, start, end } = (await verdictOf(model, text, context)) ?? { score: -1, start: 0, end: 0 };
    expect(score).toBeCloseTo(sigmoid(4.5), 1);
    expect(text.slice(start, end)).toMatch(/ saw elephants\.$/);
    expect(end - start).toBeLessThan(64 * 8);
    expect(await isPartial(model, text)).toBe(false);
  });

  test("is judged in part where a word goes on for longer than the model reads, or its context does", async () => {
    const { model } = inMemory(doubts("x"));
    expect(await isPartial(model, `The mayor said ${"ab-".repeat(200)}.`)).toBe(true);
    expect(await isPartial(model, "The mayor came.", `${"a ".repeat(40_000)}The mayor came.`)).toBe(true);
    expect(await isPartial(model, "The mayor came.")).toBe(false);
  });

  test("is held to the end of a context that is too long, where the newest stands", async () => {
    const { model, rows } = inMemory(doubts("x"));
    await model.judge(
      { text: "The mill was built in 1830.", context: `${"a ".repeat(40_000)}. The mill was built in 1820.` },
      call,
    );
    const [{ input_ids: ids = [], token_type_ids: types = [] } = {}] = rows;
    const evidence = new Set(ids.filter((_, index) => types[index] === 0));
    expect(tokenizer.tokenize("1820").ids.every((id) => evidence.has(id))).toBe(true);
  });

  test("has the evidence of each sentence found in a long context", async () => {
    const { model, rows } = inMemory(doubts("x"));
    const long = `${"Nobody came that day. ".repeat(300)}The mill was built in 1820. ${"Nobody came that day. ".repeat(300)}`;
    await model.judge({ text: "The mill was built in 1830.", context: long }, call);
    const [{ input_ids: ids = [], token_type_ids: types = [] } = {}] = rows;
    const evidence = new Set(ids.filter((_, index) => types[index] === 0));
    expect(tokenizer.tokenize("1820").ids.every((id) => evidence.has(id))).toBe(true);
  });

  test.each([
    ["10 MB of short sentences", "Ab. ", "Cd. "],
    ["10 MB of one sentence", "abcdefg", "hijklmn"],
    ["10 MB of line ends", "\n\n\n\n", "a\n\n\n"],
  ])("and context of %s are answered soon", { timeout: 20_000 }, async (_, said, given) => {
    const { model, rows } = inMemory(doubts("x"));
    const [text, long] = [said, given].map((unit) => unit.repeat(10_000_000 / unit.length));
    const verdict = await verdictOf(model, text ?? "", long ?? "");
    expect(verdict?.score).toBeLessThan(0.5);
    expect(rows.length).toBeLessThanOrEqual(48);
  });
});
