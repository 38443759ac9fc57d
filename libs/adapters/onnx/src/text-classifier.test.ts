import { ParapetError } from "@parapet/runtime";
import { describe, expect, test, vi } from "vitest";

import type { LearnedModel, MissingDetector, ModelAnswer, ModelInput, Verdict } from "./learned-model.ts";
import type { Call } from "./session-pool.ts";
import { createTextClassifier, type ClassifierCall, type Outcome } from "./text-classifier.ts";

const call: Call = { signal: new AbortController().signal, priority: "inline" };

/** A model in memory with a detector of each name. */
function modelOf(names: readonly string[], judge: LearnedModel["judge"]): LearnedModel {
  return {
    detectors: names.map((name) => ({ name, category: "toxicity", version: "memory@1", defaultThreshold: 0.5 })),
    embeddingVersion: null,
    judge,
  };
}

function answerOf(name: string, verdict: Verdict | null): ModelAnswer {
  return { verdicts: { [name]: verdict }, embedding: null };
}

/** Reads the score off the text. */
const reading = modelOf(["reading"], async ({ text }) =>
  answerOf("reading", { score: Number(text), start: 0, end: text.length }),
);

function failing(error: unknown): LearnedModel {
  return modelOf(["failing"], vi.fn<LearnedModel["judge"]>().mockRejectedValue(error));
}

const missing: readonly MissingDetector[] = [
  { name: "gone", category: "injection", version: "", defaultThreshold: 1, reason: "model_missing" },
];

/** Waits until it is let go, or until the call ends. */
function waiting() {
  const released: (() => void)[] = [];
  const model = modelOf(
    ["waiting"],
    async (_input, { signal }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        released.push(() => resolve(answerOf("waiting", { score: 0.1, start: 0, end: 1 })));
      }),
  );
  return { model, released };
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

async function outcomesOf(
  options: Omit<Parameters<typeof createTextClassifier>[0], "lanes">,
  inputs: readonly ModelInput[],
  asked: ClassifierCall = call,
): Promise<readonly Readonly<Record<string, Outcome>>[]> {
  const classifications = await createTextClassifier({ lanes: 2, ...options }).classify(inputs, asked);
  return classifications.map(({ outcomes }) => outcomes);
}

describe("a text classifier", () => {
  test("answers in the order of the texts, whatever is done first", async () => {
    const delays = [3, 0, 2, 0, 1, 0];
    const uneven = modelOf(["uneven"], async ({ text }) => {
      for (let turn = 0; turn < (delays[Number(text)] ?? 0); turn += 1) await settle();
      return answerOf("uneven", { score: Number(text) / 10, start: 0, end: 1 });
    });
    const outcomes = await outcomesOf(
      { models: [uneven] },
      delays.map((_, index) => ({ text: String(index) })),
    );
    expect(outcomes.map(({ uneven: outcome }) => outcome)).toMatchObject(delays.map((_, at) => ({ score: at / 10 })));
  });

  test("works on as many texts at a time as it has lanes", async () => {
    let [inWork, most] = [0, 0];
    const counting = modelOf(["counting"], async () => {
      most = Math.max(most, (inWork += 1));
      await settle();
      inWork -= 1;
      return answerOf("counting", null);
    });
    const inputs = Array.from({ length: 10 }, () => ({ text: "x" }));
    await createTextClassifier({ models: [counting], lanes: 3 }).classify(inputs, call);
    expect(most).toBe(3);
  });

  test("has nothing to say where there is no text", async () => {
    await expect(createTextClassifier({ models: [reading], lanes: 2 }).classify([], call)).resolves.toEqual([]);
  });

  test("tells the vector of the model that gives one, and its version", async () => {
    const embedding = Float32Array.of(1, 0);
    const embedder: LearnedModel = {
      ...modelOf(["embedder"], async () => ({ verdicts: {}, embedding })),
      embeddingVersion: "embedder@1",
    };
    const classifier = createTextClassifier({ models: [reading, embedder], lanes: 1 });
    expect(classifier.embeddingVersion).toBe("embedder@1");
    expect((await classifier.classify([{ text: "0.5" }], call))[0]?.embedding).toBe(embedding);
  });
});

describe("a classification", () => {
  test.each<[string, LearnedModel, object]>([
    [
      "a score that is no number",
      modelOf(["it"], async () => answerOf("it", { score: Number.NaN, start: 0, end: 1 })),
      { status: "failed", reason: "not_a_number" },
    ],
    [
      "nothing to agree with",
      modelOf(["it"], async () => answerOf("it", null)),
      { status: "not_run", reason: "no_context" },
    ],
    [
      "a score of zero",
      modelOf(["it"], async () => answerOf("it", { score: 0, start: 0, end: 0 })),
      { status: "ran", score: 0, start: 0, end: 0, durationMs: expect.any(Number), isPartial: false },
    ],
  ])("tells of %s", async (_, model, expected) => {
    const [outcomes] = await outcomesOf({ models: [model] }, [{ text: "x" }]);
    expect(outcomes).toEqual({ it: expected });
  });

  test.each<[string, unknown, string]>([
    ["our error", new ParapetError("session_lost", "gone"), "session_lost"],
    ["an error of the language", new RangeError("bad"), "RangeError"],
    ["what is no error", "bad", "unknown"],
  ])("of a model that fails with %s has its code, and the answers of the others", async (_, error, reason) => {
    const onFailure = vi.fn<(detectors: readonly string[], code: string) => void>();
    const [outcomes] = await outcomesOf({ models: [failing(error), reading], onFailure }, [{ text: "0.25" }]);
    expect(outcomes).toMatchObject({ failing: { status: "failed", reason }, reading: { status: "ran", score: 0.25 } });
    expect(onFailure.mock.calls).toEqual([[["failing"], reason]]);
  });

  test("of one text does not suffer from the failure of another", async () => {
    const picky = modelOf(["picky"], async ({ text }) => {
      if (text === "bad") throw new Error("refused");
      return answerOf("picky", { score: 0.5, start: 0, end: 1 });
    });
    const outcomes = await outcomesOf({ models: [picky] }, [{ text: "a" }, { text: "bad" }, { text: "b" }]);
    expect(outcomes.map(({ picky: outcome }) => outcome?.status)).toEqual(["ran", "failed", "ran"]);
  });

  test("tells of the questions that nobody answers, with their reason", async () => {
    const options = { models: [reading], missing };
    const gone = { status: "not_run", reason: "model_missing" };
    await expect(outcomesOf(options, [{ text: "0.5" }])).resolves.toMatchObject([{ gone, reading: { score: 0.5 } }]);
  });
});

describe("a call that ends", () => {
  test("before it is done sheds what is left, keeps what is done, and tells of no failure", async () => {
    const onFailure = vi.fn<(detectors: readonly string[], code: string) => void>();
    const deadline = new AbortController();
    const { model } = waiting();
    const inputs = [{ text: "0.1" }, { text: "0.2" }, { text: "0.3" }];
    const answer = createTextClassifier({ models: [reading, model], lanes: 1, onFailure }).classify(inputs, {
      signal: deadline.signal,
      priority: "inline",
    });
    await settle();
    deadline.abort();
    const late = { status: "shed", reason: "deadline" };
    expect((await answer).map(({ outcomes }) => outcomes)).toEqual([
      {
        reading: { status: "ran", score: 0.1, start: 0, end: 3, durationMs: expect.any(Number), isPartial: false },
        waiting: late,
      },
      { reading: late, waiting: late },
      { reading: late, waiting: late },
    ]);
    expect(onFailure).not.toHaveBeenCalled();
  });

  test("for a reason of its own is told with that reason", async () => {
    const signal = AbortSignal.abort(new ParapetError("lagging", "too far behind"));
    const outcomes = await outcomesOf({ models: [reading] }, [{ text: "0.5" }], { signal, priority: "stream" });
    expect(outcomes).toEqual([{ reading: { status: "shed", reason: "lagging" } }]);
  });

  test("asks no model whose detectors nobody wants", async () => {
    const judge = vi.fn<LearnedModel["judge"]>();
    const asked = { ...call, isWanted: (name: string) => name === "reading" };
    const outcomes = await outcomesOf({ models: [reading, modelOf(["unwanted"], judge)] }, [{ text: "0.5" }], asked);
    expect(judge).not.toHaveBeenCalled();
    expect(outcomes.map((one) => Object.keys(one))).toEqual([["reading"]]);
  });
});

describe("the bytes that may wait", () => {
  const busy = { status: "shed", reason: "busy" };

  test("turn a call away that does not fit beside another, and tell it what is missing as well", async () => {
    const { model, released } = waiting();
    const classifier = createTextClassifier({ models: [model], missing, lanes: 1, maxQueuedBytes: 20 });
    const first = classifier.classify([{ text: "12345" }], call);
    // Context is text as well: five units of two bytes each are left.
    await expect(classifier.classify([{ text: "123", context: "456" }], call)).resolves.toEqual([
      { outcomes: { gone: { status: "not_run", reason: "model_missing" }, waiting: busy }, embedding: null },
    ]);
    const second = classifier.classify([{ text: "12", context: "345" }], call);
    await settle();
    for (const release of released) release();
    for (const answer of [first, second]) {
      expect((await answer)[0]?.outcomes["waiting"]).toMatchObject({ status: "ran" });
    }
  });

  test("are of callers who wait: the stream takes no room from them, and is never turned away", async () => {
    const { model, released } = waiting();
    const classifier = createTextClassifier({ models: [model], lanes: 1, maxQueuedBytes: 20 });
    const streamed: Call = { ...call, priority: "stream" };
    const answers = [streamed, streamed, call].map(async (asked) => classifier.classify([{ text: "1234567" }], asked));
    await settle();
    for (const release of released) release();
    for (const answer of answers) expect((await answer)[0]?.outcomes["waiting"]).toMatchObject({ status: "ran" });
  });

  test("never turn a call away that is alone", async () => {
    const options = { models: [reading], maxQueuedBytes: 2 };
    await expect(outcomesOf(options, [{ text: "0.50000" }])).resolves.toMatchObject([{ reading: { score: 0.5 } }]);
  });

  test.each<[string, () => { readonly model: LearnedModel; readonly asked: Call }]>([
    ["failed", () => ({ model: failing(new Error("broken")), asked: call })],
    ["ended", () => ({ model: waiting().model, asked: { ...call, signal: AbortSignal.abort() } })],
  ])("are given back by a call that %s", async (_, make) => {
    const { model, asked } = make();
    const classifier = createTextClassifier({ models: [model], lanes: 1, maxQueuedBytes: 20 });
    await classifier.classify([{ text: "0123456789" }], asked);
    const next = [classifier.classify([{ text: "01234" }], asked), classifier.classify([{ text: "01234" }], asked)];
    for (const [classification] of await Promise.all(next)) {
      expect(Object.values(classification?.outcomes ?? {})).not.toContainEqual(busy);
    }
  });
});
