import { loadModels, type Models } from "@parapet/guard";
import { silentLogger } from "@parapet/runtime";
import { afterAll, beforeAll, expect, it } from "vitest";

import { canaries } from "./canaries.ts";
import { detectorThreshold } from "./detector-threshold.ts";

let models: Models;
beforeAll(async () => {
  models = await loadModels({ providers: ["cpu"], sessions: 1, log: silentLogger });
});
afterAll(() => models.stop());

/** Well above the thresholds: processors differ in how they add up int8 products. */
const NO_DOUBT = 0.9;
const call = { signal: new AbortController().signal, priority: "inline" } as const;

it.each(canaries)("the models that ship leave no doubt about: $name", async (canary) => {
  const { detector, isFound, question, answer, tool } = canary;
  const text = answer === "" ? question : answer;
  const [classification] = await models.classifier.classify([{ text, context: tool }], call);
  const outcome = classification?.outcomes[detector];
  const score = outcome?.status === "ran" ? outcome.score : Number.NaN;
  expect(isFound ? score : 1 - score).toBeGreaterThan(NO_DOUBT);
});

it("a detector finds above its default threshold, and weights from elsewhere above their own", () => {
  const thresholds = new Map(models.classifier.detectors.map(({ name, defaultThreshold }) => [name, defaultThreshold]));
  for (const canary of canaries) expect(detectorThreshold(canary, [])).toBe(thresholds.get(canary.detector));
  const own = [{ detector: "toxicity", threshold: 0.95 }];
  const of = (detector: string): number[] =>
    canaries.filter((canary) => canary.detector === detector).map((canary) => detectorThreshold(canary, own));
  expect(of("toxicity")).toEqual([0.95, 0.95]);
  expect(of("injection")).toEqual([0.7, 0.7]);
});
