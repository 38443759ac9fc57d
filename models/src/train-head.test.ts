import { createHead } from "@parapet/onnx";
import { describe, expect, test } from "vitest";

import { auroc, rateAbove } from "./evaluation.ts";
import type { HeadPlan } from "./head-plan.ts";
import { modelCard } from "./model-card.ts";
import { trainHead } from "./train-head.ts";
import type { EncodedText } from "./train-head.ts";

const plan: HeadPlan = {
  name: "injection",
  category: "injection",
  sources: [],
  ownPositives: "",
  ownNegatives: "",
  threshold: 0.7,
  assumedShare: 0.5,
  l2: 1e-3,
  limits: ["It is a test."],
};

/** Points on a half circle: the nearer to the upper end, the more often positive. No random numbers. */
const texts: readonly EncodedText[] = Array.from({ length: 240 }, (_, i) => {
  const angle = ((i * 97) % 240) / 240;
  const isPositive = (i * 61) % 240 < 240 * angle;
  const windows = [Float32Array.of(Math.cos(angle * Math.PI), Math.sin(angle * Math.PI))];
  return {
    text: `${i}`,
    windows,
    label: isPositive ? 1 : 0,
    weight: 1,
    family: `family ${i % 3}`,
    origin: `source ${i % 3}`,
  };
});

/** Three families that share a sign, and each has one more that the others have never seen: the two last texts of it. */
const families: readonly EncodedText[] = [0, 1, 2].flatMap((own): EncodedText[] => {
  const text = (label: 0 | 1, shared: number, secret: number): EncodedText => {
    const features = Float32Array.of(shared, 0, 0, 0);
    features[1 + own] = secret;
    return { text: "", windows: [features], label, weight: 1, family: `family ${own}`, origin: "by hand" };
  };
  return [text(1, 1, 0), text(0, -1, 0), text(1, 0, 1), text(0, 0, -1)];
});

describe("training a head", () => {
  const { file, heldOut } = trainHead(plan, "numbers@1", texts);

  test("scores every text by a model that has not seen its family", () => {
    expect(heldOut).toHaveLength(texts.length);
    expect(auroc(heldOut)).toBeGreaterThan(0.75);
  });

  test("measures nothing that only the family itself could have taught", () => {
    const scores = trainHead(plan, "numbers@1", families).heldOut.map(({ score }) => score);
    for (const first of [0, 4, 8]) {
      const [positive = 0, negative = 0, secretPositive = 0, secretNegative = 0] = scores.slice(first);
      expect(positive).toBeGreaterThan(negative);
      expect(secretPositive).toBeCloseTo(secretNegative, 6);
    }
  });

  test("calibrates so that what scores high is mostly positive", () => {
    const flagged = heldOut.filter(({ score }) => score > 0.7);
    expect(flagged.filter(({ label }) => label === 1).length / flagged.length).toBeGreaterThan(0.6);
  });

  test("flags less when it assumes fewer positives", () => {
    const rare = trainHead({ ...plan, assumedShare: 0.1 }, "numbers@1", texts);
    expect(rateAbove(rare.heldOut, 0, 0.7)).toBeLessThan(rateAbove(heldOut, 0, 0.7));
  });

  test("is deterministic, and the version tells one head from another", () => {
    expect(trainHead(plan, "numbers@1", texts).file).toEqual(file);
    expect(trainHead({ ...plan, l2: 1 }, "numbers@1", texts).file.version).not.toBe(file.version);
  });

  test("writes a head that serving can load, with weights of six digits", () => {
    const score = createHead(file).score(Float32Array.of(-1, 0));
    expect(score).toBeGreaterThan(0.5);
    for (const weight of file.weights) expect(weight).toBe(Number(weight.toPrecision(6)));
  });

  test("tells in the card what was measured, on which source", () => {
    const card = modelCard(plan, { file, heldOut });
    expect(card).toContain(file.version);
    expect(card).toContain("| source 2 | Apache-2.0 | 80 |");
    expect(card).not.toContain("NaN");
  });
});
