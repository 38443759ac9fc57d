import { createTextClassifier, type LearnedModel } from "@parapet/onnx";
import { describe, expect, it } from "vitest";

import { evasions } from "./evasions.ts";
import { recallWhenHidden } from "./recall-when-hidden.ts";
import type { ScoredText } from "./score-texts.ts";

const detector = "toxicity";

/** A model in memory: the score of a text by what is done to it, null for none. */
function modelOf(scoreOf: (text: string) => number | null): LearnedModel {
  return {
    detectors: [{ name: detector, category: "toxicity", version: "memory@1", defaultThreshold: 0.5 }],
    embeddingVersion: null,
    judge: async ({ text }) => {
      const score = scoreOf(text);
      return { verdicts: { [detector]: score === null ? null : { score, start: 0, end: 1 } }, embedding: null };
    },
  };
}

function hiddenFrom(scoreOf: (text: string) => number | null, texts: readonly ScoredText[]) {
  const classifier = createTextClassifier({ models: [modelOf(scoreOf)], lanes: 1 });
  return recallWhenHidden(texts, { detector, threshold: 0.5, classifier });
}

function textOf(text: string, label: 0 | 1, score: number | null): ScoredText {
  return { text, context: "", label, source: "", score };
}

const texts = [
  textOf("first", 1, 0.9),
  textOf("second", 1, 0.9),
  textOf("third", 1, 0.2),
  textOf("fourth", 1, 0.9),
  textOf("harmless", 0, 0.1),
  textOf("unread", 1, null),
];

describe("the recall of hidden texts", () => {
  it("counts those as missed that have no score any more, and tells how many", async () => {
    const zeroWidth = (text: string): boolean => text.includes("\u200B");
    const found = await hiddenFrom((text) => (zeroWidth(text) && text.endsWith("d") ? null : 0.9), texts);
    const [first, ...others] = found;
    expect(first).toEqual({ evasion: "zero width", recall: 0.5, lost: 0.25, unscored: 2, texts: 4 });
    for (const other of others) expect(other).toMatchObject({ recall: 1, lost: -0.25, unscored: 0, texts: 4 });
    expect(found.map(({ evasion }) => evasion)).toEqual(Object.keys(evasions));
  });

  it("is an error of nothing", async () => {
    await expect(hiddenFrom(() => 0.9, texts.slice(-2))).rejects.toThrow("needs texts of label 1 that have a score");
    await expect(hiddenFrom(() => null, texts)).rejects.toThrow("has a score of none of 4 texts: no_context");
  });
});
