import { describe, expect, test } from "vitest";

import { chooseEvidence, indexEvidence } from "./choose-evidence.ts";

const sentences = [
  "The mill was built in 1820.",
  "Its owner, Ada Brook, died in a flood.",
  "The weather was mild.",
  "Visitors come on Sundays.",
].map((text) => ({ text, cost: 10 }));
const texts = sentences.map(({ text }) => text);
const index = indexEvidence(sentences);

describe("the evidence for an answer", () => {
  test("is the whole context where there is room", () => {
    expect(chooseEvidence("anything", index, 40)).toEqual(texts);
  });

  test("is what shares most words where there is not", () => {
    expect(chooseEvidence("Brook died when the river flooded", index, 10)).toEqual([texts[1]]);
  });

  test("stands in the order of the context", () => {
    expect(chooseEvidence("Visitors see the mill built in 1820", index, 20)).toEqual([texts[0], texts[3]]);
  });

  test("is one sentence at least, whatever it costs", () => {
    expect(chooseEvidence("the mill", index, 1)).toEqual([texts[0]]);
  });

  test("counts a rare word more than a common one", () => {
    const lines = ["The river rose.", "The river fell.", "The river froze.", "A heron came."];
    const rare = indexEvidence(lines.map((text) => ({ text, cost: 10 })));
    expect(chooseEvidence("The heron saw the river", rare, 10)).toEqual(["A heron came."]);
  });

  test("takes the neighbour of what was found before what has nothing to do with it", () => {
    const lines = ["Nobody came.", "It was cold.", "Ada Brook owned the mill.", "She drowned."];
    const told = indexEvidence(lines.map((text) => ({ text, cost: 10 })));
    expect(chooseEvidence("What became of Ada Brook?", told, 20)).toEqual([lines[1], lines[2]]);
    expect(chooseEvidence("Ada Brook drowned", told, 20)).toEqual([lines[2], lines[3]]);
  });
});
