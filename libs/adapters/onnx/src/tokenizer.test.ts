import { readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseTokenizer } from "./tokenizer-definition.ts";
import { createTokenizer } from "./tokenizer.ts";

const folder = join(import.meta.dirname, "../../../../models");
const definition = readFileSync(join(folder, "guard-text/tokenizer.json"), "utf8");
const tokenizer = createTokenizer(parseTokenizer(definition));
const reference: { text: string; ids: number[] }[] = readFileSync(join(folder, "tokenizer-reference.jsonl"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));

function framedIds(text: string): number[] {
  return [tokenizer.startId, ...tokenizer.tokenize(text).ids, tokenizer.endId];
}

describe("tokenizer", () => {
  test("gives the ids of the reference for every reference text", () => {
    expect(reference.length).toBeGreaterThanOrEqual(400);
    const different = reference.filter(({ text, ids }) => framedIds(text).join() !== ids.join());
    expect(different).toEqual([]);
  });

  test("splits a word that is not in the vocabulary into its longest pieces", () => {
    const vocabulary = parseTokenizer(definition).vocabulary;
    const pieces = ["token", "##izer", "##s"].map((piece) => vocabulary.get(piece));
    expect(tokenizer.tokenize("Tokenizers").ids).toEqual(pieces);
  });

  test("takes a lone surrogate for nothing instead of failing", () => {
    expect(tokenizer.tokenize("go\uD800ing").ids).toEqual(tokenizer.tokenize("going").ids);
  });

  test("names for every token the stretch of the original it came from", () => {
    const text = "Hi  [SEP] wörld,\u3000ok";
    const { ids, starts, ends } = tokenizer.tokenize(text);
    expect(ids).toHaveLength(starts.length);
    expect(starts.map((start, index) => text.slice(start, ends[index]))).toEqual([
      "Hi",
      "[SEP]",
      "wörld,",
      "wörld,",
      "ok",
    ]);
  });

  test("keeps ranges ordered, inside the text and free of white space for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const { ids, starts, ends } = tokenizer.tokenize(text);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        expect(ids).toHaveLength(ends.length);
        const isSound = (start: number, end = 0): boolean =>
          start < end && end <= text.length && !/[ \t\n]/.test(text.slice(start, end));
        expect(starts.every((start, index) => isSound(start, ends[index]))).toBe(true);
      }),
    );
  });

  test("gives a text the tokens of its parts when they stand apart by a space", () => {
    const part = fc.string({ unit: "grapheme", maxLength: 20 });
    fc.assert(
      fc.property(part, part, (left, right) => {
        const together = tokenizer.tokenize(`${left} ${right}`).ids;
        expect(together).toEqual([...tokenizer.tokenize(left).ids, ...tokenizer.tokenize(right).ids]);
      }),
    );
  });
});

describe("tokenizer.json", () => {
  test.each([
    ["a fixed length", { truncation: { max_length: 128 } }],
    ["another model", { model: { type: "BPE" } }],
    ["cased text", { normalizer: { type: "BertNormalizer", lowercase: false } }],
    ["special tokens that swallow spaces", { added_tokens: [{ content: "[MASK]", lstrip: true }] }],
  ])("is refused with %s", (_, change) => {
    const changed = JSON.stringify({ ...JSON.parse(definition), ...change });
    expect(() => parseTokenizer(changed)).toThrow(expect.objectContaining({ code: "model_unsupported" }));
  });
});
