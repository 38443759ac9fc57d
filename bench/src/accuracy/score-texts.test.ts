import { createTextClassifier, type LearnedModel } from "@parapet/onnx";
import { describe, expect, it } from "vitest";

import type { LabelledText } from "./labelled-lines.ts";
import { scoreTexts } from "./score-texts.ts";

function textOf(text: string): LabelledText {
  return { text, context: "", label: 1, source: "" };
}

/** A model in memory that reads the score off the text, and has none of an empty one; it notes the texts it sees. */
function readingModel(name: string): LearnedModel & { readonly seen: readonly string[] } {
  const seen: string[] = [];
  return {
    seen,
    detectors: [{ name, category: "toxicity", version: "memory@1", defaultThreshold: 0.5 }],
    embeddingVersion: null,
    judge: async ({ text }) => {
      seen.push(text);
      return { verdicts: { [name]: text === "" ? null : { score: Number(text), start: 0, end: 1 } }, embedding: null };
    },
  };
}

describe("the scores of texts", () => {
  it("keep the order of the texts, and are null where there is none", async () => {
    const written = Array.from({ length: 150 }, (_, index) => (index === 99 ? "" : String(index / 200)));
    const classifier = createTextClassifier({ models: [readingModel("toxicity")], lanes: 4 });
    const scored = await scoreTexts(written.map(textOf), "toxicity", classifier);
    expect(scored.map(({ text, score }) => [text, score])).toEqual(
      written.map((text) => [text, text === "" ? null : Number(text)]),
    );
  });

  it("are asked of the one detector alone", async () => {
    const [wanted, other] = [readingModel("toxicity"), readingModel("injection")];
    const classifier = createTextClassifier({ models: [wanted, other], lanes: 1 });
    await scoreTexts([textOf("0.5")], "toxicity", classifier);
    expect([wanted.seen, other.seen]).toEqual([["0.5"], []]);
  });

  it("cannot all be missing: why is told", async () => {
    const classifier = createTextClassifier({ models: [readingModel("toxicity")], lanes: 1 });
    await expect(scoreTexts(["", "NaN"].map(textOf), "toxicity", classifier)).rejects.toThrow(
      "toxicity has a score of none of 2 texts: no_context, not_a_number",
    );
    await expect(scoreTexts([], "toxicity", classifier)).rejects.toThrow(/none of 0 texts$/);
  });
});
