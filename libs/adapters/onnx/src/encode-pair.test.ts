import { readFileSync } from "node:fs";
import { join } from "node:path";

import { chooseEvidence, matchKinds } from "@parapet/faithfulness";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { encodePair, evidenceIn, MAX_EVIDENCE_TOKENS } from "./encode-pair.ts";
import { parseTokenizer } from "./tokenizer-definition.ts";
import { createTokenizer } from "./tokenizer.ts";

const MAX_ANSWER_TOKENS = 64;
const folder = join(import.meta.dirname, "../../../../models/guard-faithfulness");
const tokenizer = createTokenizer(parseTokenizer(readFileSync(join(folder, "tokenizer.json"), "utf8")));
const { startId, endId } = tokenizer;

describe("a pair as one input", () => {
  const evidence = "The mill was built in 1820.";
  const answer = "The mill dates from 1830.";
  const pair = encodePair(answer, [evidence], tokenizer);
  const first = pair.types.indexOf(1);

  test("has the evidence first, the answer second, and markers around them", () => {
    const [given = [], said = []] = [evidence, answer].map((text) => tokenizer.tokenize(text).ids);
    expect(pair.ids).toEqual([startId, ...given, endId, ...said, endId]);
    expect(pair.types).toEqual([0, ...given.map(() => 0), 0, ...said.map(() => 1), 1]);
  });

  test("tells which words of the answer its evidence lacks, and of what kind they are", () => {
    const kinds = new Map(
      pair.answerRanges.map(({ start, end }, index) => [answer.slice(start, end), pair.matches[first + index]]),
    );
    expect(Object.fromEntries(kinds)).toEqual({
      The: matchKinds.shared,
      mill: matchKinds.shared,
      dates: matchKinds.lacking,
      from: matchKinds.lacking,
      "1830.": matchKinds.lackingNumber,
    });
  });

  test("tells which words of the evidence the answer lacks", () => {
    const given = tokenizer.tokenize(evidence);
    const lacking = given.starts.flatMap((start, index) =>
      pair.matches[1 + index] === matchKinds.shared ? [] : [evidence.slice(start, given.ends[index])],
    );
    expect([...new Set(lacking)]).toEqual(["was", "built", "in", "1820."]);
  });

  test("is cut to 112 tokens of evidence and 64 of the answer", () => {
    const long = encodePair(answer.repeat(50), [evidence.repeat(50)], tokenizer);
    expect(MAX_EVIDENCE_TOKENS).toBe(112);
    expect(long.types.filter((type) => type === 0)).toHaveLength(112 + 2);
    expect(long.types.filter((type) => type === 1)).toHaveLength(MAX_ANSWER_TOKENS + 1);
    expect(long.answerRanges).toHaveLength(MAX_ANSWER_TOKENS);
  });

  test("has as many types and matches as ids, and markers where they belong, for any texts", () => {
    const text = fc.string({ unit: "binary", maxLength: 200 });
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 3 }), (said, given) => {
        const { ids, types, matches, answerRanges } = encodePair(said, given, tokenizer);
        expect([types.length, matches.length]).toEqual([ids.length, ids.length]);
        const evidenceEnd = types.indexOf(1) - 1;
        expect([ids[0], ids[evidenceEnd], ids.at(-1)]).toEqual([startId, endId, endId]);
        expect([matches[0], matches[evidenceEnd], matches.at(-1)]).toEqual([0, 0, 0]);
        expect(answerRanges.every(({ start, end }) => start < end && end <= said.length)).toBe(true);
      }),
    );
  });
});

describe("evidence", () => {
  const context = `${"The weather was mild that year. ".repeat(40)}The mill was built in 1820. ${"Nobody came. ".repeat(40)}`;

  test("is the sentences of a context with what they take in tokens", () => {
    expect(evidenceIn("It rained. \n Nobody came!", tokenizer).sentences).toEqual([
      { text: "It rained.", cost: 3 },
      { text: "Nobody came!", cost: 3 },
    ]);
    expect(evidenceIn("  \n ", tokenizer).sentences).toEqual([]);
  });

  test("leaves no sentence of a context out, however many there are", () => {
    const many = Array.from({ length: 2_500 }, (_, index) => `Line ${index}.`);
    const { sentences } = evidenceIn(many.join("\n"), tokenizer);
    expect(sentences.length).toBeLessThanOrEqual(1_000);
    expect(sentences.flatMap(({ text }) => text.split("\n"))).toEqual(many);
    expect(chooseEvidence("What is on line 3?", evidenceIn(many.join("\n"), tokenizer), 9).join(" ")).toContain(
      "Line 3.",
    );
  });

  test("within the limit is what the answer is about, and is encoded whole", () => {
    const answer = "When was the mill built?";
    const chosen = chooseEvidence(answer, evidenceIn(context, tokenizer), MAX_EVIDENCE_TOKENS);
    expect(chosen).toContain("The mill was built in 1820.");
    const { ids } = tokenizer.tokenize(chosen.join(" "));
    expect(ids.length).toBeLessThanOrEqual(MAX_EVIDENCE_TOKENS);
    expect(encodePair(answer, chosen, tokenizer).ids.slice(1, 1 + ids.length)).toEqual(ids);
  });
});
