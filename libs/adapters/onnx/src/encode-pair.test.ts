import { readFileSync } from "node:fs";
import { join } from "node:path";

import { matchKinds } from "@parapet/faithfulness";
import { describe, expect, test } from "vitest";

import { encodePair, evidenceFor } from "./encode-pair.ts";
import { parseTokenizer } from "./tokenizer-definition.ts";
import { createTokenizer } from "./tokenizer.ts";

const folder = join(import.meta.dirname, "../../../../models/minilm-l6-v2-int8");
const tokenizer = createTokenizer(parseTokenizer(readFileSync(join(folder, "tokenizer.json"), "utf8")));
const { startId, endId } = tokenizer;

describe("a pair as one input", () => {
  const evidence = "The mill was built in 1820.";
  const answer = "The mill dates from 1830.";
  const pair = encodePair(answer, [evidence], tokenizer);
  const first = pair.types.indexOf(1);

  test("has the evidence first, the answer second, and markers around them", () => {
    const sides = [evidence, answer].map((text) => tokenizer.tokenize(text).ids);
    expect(pair.ids).toEqual([startId, ...(sides[0] ?? []), endId, ...(sides[1] ?? []), endId]);
    expect([pair.types.length, pair.matches.length]).toEqual([pair.ids.length, pair.ids.length]);
  });

  test("tells which words of the answer its evidence lacks", () => {
    const lacking = pair.answerRanges.filter((_, index) => pair.matches[first + index] !== matchKinds.shared);
    expect([...new Set(lacking.map(({ start, end }) => answer.slice(start, end)))]).toEqual(["dates", "from", "1830."]);
  });

  test("is cut to the limits", () => {
    const long = encodePair(answer.repeat(50), [evidence.repeat(50)], tokenizer, {
      maxEvidenceTokens: 9,
      maxAnswerTokens: 5,
    });
    expect(long.ids).toHaveLength(9 + 5 + 3);
  });
});

describe("evidence within the limit", () => {
  test("is what the answer is about", () => {
    const context = `${"The weather was mild that year. ".repeat(40)}The mill was built in 1820. ${"Nobody came. ".repeat(40)}`;
    expect(evidenceFor("When was the mill built?", context, tokenizer).join(" ")).toContain(
      "The mill was built in 1820.",
    );
  });
});
