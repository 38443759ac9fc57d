import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { readHeldOutPairs, writeHeldOutPairs } from "./held-out-pairs.ts";
import { pairFeatureNames } from "./pair-vectors.ts";

const pair = { family: "wice", source: "s", label: 1 as const, vector: pairFeatureNames.map((_, index) => index) };
const whole = { epochRows: 6_000, epochs: 2 };

let work = "";
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), "parapet-held-out-"));
  await writeFile(join(work, "pair-rows.jsonl"), "rows");
});
afterEach(async () => rm(work, { recursive: true, force: true }));

describe("what folds said of families that they had not seen", () => {
  it("is read as it was left", async () => {
    await writeHeldOutPairs(work, whole, [pair]);
    expect(await readHeldOutPairs(work)).toEqual([pair]);
  });

  it("is refused once the rows are others", async () => {
    await writeHeldOutPairs(work, whole, [pair]);
    await writeFile(join(work, "pair-rows.jsonl"), "other rows");
    await expect(readHeldOutPairs(work)).rejects.toThrow("other rows");
  });

  it("is refused of models that were trained to try something", async () => {
    await writeHeldOutPairs(work, { epochRows: 200, epochs: 1 }, [pair]);
    await expect(readHeldOutPairs(work)).rejects.toThrow("read 200 pairs");
  });
});
