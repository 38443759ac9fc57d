import { cp, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Logger, LogFields } from "@parapet/runtime";
import { silentLogger } from "@parapet/runtime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createEncoder } from "./encoder.ts";
import type { Encoder } from "./encoder.ts";
import { dot } from "./vector.ts";

const modelFolder = join(import.meta.dirname, "../../../../models/minilm-l6-v2-int8");
const never = new AbortController().signal;

let encoder: Encoder;

beforeAll(async () => {
  encoder = await createEncoder({ modelFolder, maxQueuedBytes: 4000 });
});
afterAll(async () => encoder.stop());

async function embed(text: string): Promise<Float32Array> {
  const [encoding] = await encoder.encode([text], never);
  return encoding?.embedding ?? new Float32Array(0);
}

function collectingLogger(lines: (LogFields & { readonly message: string })[]): Logger {
  return { ...silentLogger, warn: (message, fields) => lines.push({ message, ...fields }) };
}

async function withBrokenCopy(breakIt: (folder: string) => Promise<void>, use: (folder: string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), "parapet-model-"));
  try {
    await cp(modelFolder, folder, { recursive: true });
    await breakIt(folder);
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("encoder", () => {
  test("gives 384 numbers of length one", async () => {
    const embedding = await embed("How do I reset my password?");
    expect(embedding).toHaveLength(384);
    expect(dot(embedding, embedding)).toBeCloseTo(1, 5);
  });

  test("gives a text the same embedding whatever is encoded beside it", async () => {
    const alone = await embed("A text on its own");
    const [, beside] = await encoder.encode(["x", "A text on its own", "another, much longer text, 123"], never);
    expect(beside?.embedding).toEqual(alone);
  });

  test("puts a paraphrase nearer than another subject", async () => {
    const [question, paraphrase, other] = await Promise.all([
      embed("How do I reset my password?"),
      embed("I forgot my login and need a new password"),
      embed("The glacier melted over ten thousand years"),
    ]);
    expect(dot(question, paraphrase)).toBeGreaterThan(0.7);
    expect(dot(question, other)).toBeLessThan(0.2);
  });

  test("encodes an empty text", async () => {
    const [encoding] = await encoder.encode([""], never);
    expect(encoding?.windows.map(({ start, end }) => [start, end])).toEqual([[0, 0]]);
    expect(dot(encoding?.embedding ?? new Float32Array(0), encoding?.embedding ?? new Float32Array(0))).toBeCloseTo(
      1,
      5,
    );
  });

  test("encodes a long text in windows with their places, and their mean direction", async () => {
    const text = "one two three four five six seven eight nine ten ".repeat(30).trim();
    const [encoding] = await encoder.encode([text], never);
    const windows = encoding?.windows ?? [];
    expect(windows).toHaveLength(3);
    expect(windows[0]?.start).toBe(0);
    expect(windows.at(-1)?.end).toBe(text.length);
    expect(
      dot(encoding?.embedding ?? new Float32Array(0), windows[1]?.embedding ?? new Float32Array(0)),
    ).toBeGreaterThan(0.9);
  });

  test("reads head and tail of a text too long to be read whole", async () => {
    const text = `${"begin ".repeat(10_000)}${"end ".repeat(10_000)}`;
    const [encoding] = await encoder.encode([text], never);
    expect(encoding?.windows).toHaveLength(8);
    expect(encoding?.windows[0]?.start).toBe(0);
    expect(encoding?.windows.at(-1)?.end).toBe(text.trimEnd().length);
  });

  test("places a text that normalisation changed as a whole", async () => {
    const text = "see https\u200b://example.org/x ﬁrst";
    const [encoding] = await encoder.encode([text], never);
    expect(encoding?.windows.map(({ start, end }) => [start, end])).toEqual([[0, text.length]]);
  });

  test("ends a call when its signal does, with the signal's reason", async () => {
    const controller = new AbortController();
    const reason = new Error("deadline");
    const call = encoder.encode(
      Array.from({ length: 50 }, () => "a text that waits"),
      controller.signal,
    );
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await expect(embed("and serves the next")).resolves.toHaveLength(384);
  });

  test("refuses what does not fit beside what waits, and takes it alone", async () => {
    const large = "word ".repeat(600);
    const first = encoder.encode([large], never);
    await expect(encoder.encode([large], never)).rejects.toMatchObject({ code: "encoder_busy" });
    await first;
    await expect(encoder.encode([large], never)).resolves.toHaveLength(1);
  });

  test("falls back to the next execution provider and logs the one that cannot load", async () => {
    const lines: (LogFields & { readonly message: string })[] = [];
    const providers = ["no_such_provider", "cpu"];
    const fallen = await createEncoder({ modelFolder, providers, sessions: 1, logger: collectingLogger(lines) });
    expect(fallen.provider()).toBe("cpu");
    expect(lines.map(({ provider }) => provider)).toEqual(["no_such_provider"]);
    await fallen.stop();
  });

  test("does not start when no execution provider can load", async () => {
    const start = createEncoder({ modelFolder, providers: ["no_such_provider"], sessions: 1 });
    await expect(start).rejects.toMatchObject({ code: "no_execution_provider" });
  });

  test("refuses work after it was stopped", async () => {
    const stopped = await createEncoder({ modelFolder, sessions: 1 });
    await stopped.stop();
    await stopped.stop();
    await expect(stopped.encode(["x"], never)).rejects.toMatchObject({ code: "encoder_stopped" });
  });

  test("can be stopped in the middle of its work, without harm to the process", async () => {
    const busy = await createEncoder({ modelFolder, sessions: 2 });
    const first = busy.encode(["first"], never);
    const texts = Array.from({ length: 8 }, () => "a word or two ".repeat(300));
    const work = Promise.allSettled(texts.map(async (text) => busy.encode([text], never)));
    await first;
    await busy.stop();
    const reasons = (await work).flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    for (const reason of reasons) expect(reason).toMatchObject({ code: "encoder_stopped" });
    expect(reasons.length).toBeGreaterThan(0);
  });

  test.each([
    ["a model cut short", "model_corrupt", async (folder: string) => truncate(join(folder, "model.onnx"), 1000)],
    ["a changed tokenizer", "model_corrupt", async (folder: string) => writeFile(join(folder, "tokenizer.json"), "{}")],
    ["no list of hashes", "model_missing", async (folder: string) => rm(join(folder, "SHA256SUMS"))],
    ["an empty list of hashes", "model_corrupt", async (folder: string) => writeFile(join(folder, "SHA256SUMS"), "")],
  ])("does not start on %s", async (_, code, breakIt) => {
    await withBrokenCopy(breakIt, async (folder) => {
      await expect(createEncoder({ modelFolder: folder })).rejects.toMatchObject({ code });
    });
  });
});
