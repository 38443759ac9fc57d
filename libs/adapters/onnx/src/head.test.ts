import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createHead, loadHead, loadHeads } from "./head.ts";
import type { HeadFile } from "./head.ts";

const file: HeadFile = {
  name: "injection",
  category: "injection",
  version: "1",
  encoder: "tiny@00000000",
  weights: [2, -1],
  bias: 0.5,
  calibration: { slope: 0.5, intercept: -1 },
  defaultThreshold: 0.7,
  trainedOn: [{ source: "by hand", texts: 2, positives: 1 }],
};

describe("head", () => {
  test("scores the sigmoid of the calibrated logit", () => {
    const logit = 2 * 0.6 - 1 * 0.8 + 0.5;
    const expected = 1 / (1 + Math.exp(-(0.5 * logit - 1)));
    expect(createHead(file).score(Float32Array.of(0.6, 0.8))).toBeCloseTo(expected, 6);
  });

  test("scores NaN when the embedding holds NaN", () => {
    expect(createHead(file).score(Float32Array.of(0.6, Number.NaN))).toBeNaN();
  });
});

describe("head files", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "parapet-heads-"));
  });
  afterAll(async () => rm(folder, { recursive: true }));

  test("are loaded in the order of their names", async () => {
    await writeFile(join(folder, "b.json"), JSON.stringify({ ...file, name: "toxicity" }));
    await writeFile(join(folder, "a.json"), JSON.stringify(file));
    await writeFile(join(folder, "MODEL_CARD.md"), "# Cards are no heads");
    expect((await loadHeads(folder)).map(({ name }) => name)).toEqual(["injection", "toxicity"]);
  });

  test.each([
    ["a threshold of one, above which nothing can be", JSON.stringify({ ...file, defaultThreshold: 1 })],
    ["a weight that is no number", JSON.stringify({ ...file, weights: [1, "2"] })],
    ["a category that is not known", JSON.stringify({ ...file, category: "rudeness" })],
    ["a slope that turns the scores round", JSON.stringify({ ...file, calibration: { slope: -1, intercept: 0 } })],
    ["text that is no JSON", "weights: 1, 2"],
  ])("are refused with %s", async (_, text) => {
    const path = join(folder, "bad.txt");
    await writeFile(path, text);
    await expect(loadHead(path)).rejects.toMatchObject({ code: "head_invalid" });
  });

  test("are missed when the folder has none", async () => {
    await expect(loadHeads(join(folder, "nowhere"))).rejects.toMatchObject({ code: "head_invalid" });
  });
});
