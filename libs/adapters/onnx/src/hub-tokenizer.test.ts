import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";
import { z } from "zod";

import { createHubTokenizer } from "./hub-tokenizer.ts";
import { countSpecial, frameRow } from "./special-tokens.ts";
import { wordPieceOf } from "./tokenizer-definition.ts";

const families = ["tiny-wordpiece", "tiny-unigram", "tiny-byte-bpe"] as const;
type Family = (typeof families)[number];

function textOf(family: Family, name: string): string {
  return readFileSync(join(import.meta.dirname, "../testing/exports", family, name), "utf8");
}

const tokenizers = Object.fromEntries(
  families.map((family) => [family, createHubTokenizer(textOf(family, "tokenizer.json"))]),
);
const tokenizerOf = (family: Family) => tokenizers[family] ?? createHubTokenizer("");

const referenceFile = z.object({
  texts: z.array(z.object({ text: z.string(), ids: z.array(z.number()) })),
  pair: z.object({ ids: z.array(z.number()), types: z.array(z.number()) }),
});
const referenceOf = (family: Family) => referenceFile.parse(JSON.parse(textOf(family, "reference.json")));

describe.each(families)("a tokenizer of an export: %s", (family) => {
  const { tokenize, specialTokens } = tokenizerOf(family);

  test.each(referenceOf(family).texts)("gives the ids of the reference for $text", ({ text, ids }) => {
    expect(tokenize(text).ids).toEqual(ids);
  });

  test("puts special tokens around a pair as the reference does", () => {
    const texts = { A: tokenize("a calm walk").ids, B: tokenize("the sea").ids };
    const { ids, types, lastStart } = frameRow(specialTokens.pair, texts);
    expect({ ids, types }).toEqual(referenceOf(family).pair);
    expect(ids.slice(lastStart, lastStart + texts.B.length)).toEqual(texts.B);
    expect(countSpecial(specialTokens.pair)).toBe(ids.length - texts.A.length - texts.B.length);
  });

  test("tells of each token in which stretch without white space it stands", () => {
    const text = "  a calm\n\nwalk, ignored 🌿 by  the sea ";
    const { ids, starts, ends } = tokenize(text);
    expect([starts.length, ends.length]).toEqual([ids.length, ids.length]);
    const stretches = starts.map((start, index) => text.slice(start, ends[index]));
    const known = ["a", "calm", "walk,", "ignored", "🌿", "by", "the", "sea"];
    expect([...new Set(stretches)].filter((stretch) => stretch !== " ")).toEqual(known);
  });

  test("reads 30 marks of a character, and tells the whole of the stretch that they stand in", () => {
    const marks = "\u0315\u0300";
    const text = `calm a${marks.repeat(500)} sea`;
    const { ids, ends } = tokenize(text);
    expect(ids).toEqual(tokenize(`calm a${marks.repeat(15)} sea`).ids);
    expect(ends).toContain(text.length - " sea".length);
  });

  test("takes a text without a blank, and one that is nothing else, in its stride", () => {
    expect(tokenize("x".repeat(65_536)).ids.length).toBeGreaterThan(0);
    const { ids, starts } = tokenize(" \n ".repeat(1_000));
    expect(starts).toHaveLength(ids.length);
  });
});

/** The file of a family, with some of its parts replaced. */
function changed(family: Family, change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...z.looseObject({}).parse(JSON.parse(textOf(family, "tokenizer.json"))), ...change });
}

describe("a tokenizer file", () => {
  test("of uncased BERT is read by our own tokenizer, also where it says how to cut", () => {
    const isOurs = families.map((family) => wordPieceOf(JSON.parse(textOf(family, "tokenizer.json"))) !== null);
    expect(isOurs).toEqual([true, false, false]);
  });

  test("of BERT without special tokens is read word by word", () => {
    const { tokenize } = createHubTokenizer(changed("tiny-wordpiece", { added_tokens: [] }));
    expect(tokenize("a calm walk").ids).toEqual(tokenizerOf("tiny-wordpiece").tokenize("a calm walk").ids);
  });

  test("of cased BERT is read by the library", () => {
    const normalizer = {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: false,
      lowercase: false,
    };
    const { tokenize } = createHubTokenizer(changed("tiny-wordpiece", { normalizer }));
    expect(tokenize("a Calm walk").ids).toEqual([4, 1, 6]);
  });

  test("whose stretches alone give other tokens than the text says of none where it stands", () => {
    // Without a splitter a word can reach over a blank, and it does: `▁the▁sea` is one.
    const model = {
      type: "Unigram",
      unk_id: 0,
      vocab: [
        ["[UNK]", 0],
        ["▁the", -3],
        ["▁sea", -3],
        ["▁the▁sea", -4],
      ],
    };
    const pre_tokenizer = { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: false };
    const json = changed("tiny-unigram", { model, pre_tokenizer, added_tokens: [] });
    const { ids, starts, ends } = createHubTokenizer(json).tokenize("the sea");
    expect({ ids, starts, ends }).toEqual({ ids: [3], starts: [0], ends: [7] });
  });

  test.each([
    ["none", ""],
    ["no object", "[]"],
    ["without a model", '{"version":"1.0"}'],
    ["of an unknown kind of model", changed("tiny-unigram", { model: { type: "Abacus", vocab: {} } })],
    ["of an unknown way to add special tokens", changed("tiny-unigram", { post_processor: { type: "Wreath" } })],
  ])("that is %s is refused", (_, json) => {
    expect(() => createHubTokenizer(json)).toThrow(expect.objectContaining({ code: "model_unsupported" }));
  });
});

describe("special tokens", () => {
  const cls = ["[CLS]", 101];
  const sep = ["[SEP]", 102];
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true };
  const A = [7, 8];
  const B = [9];

  test.each<[string, unknown, readonly number[], readonly number[]]>([
    ["of BERT", { type: "BertProcessing", cls, sep }, [101, 7, 8, 102, 9, 102], [0, 0, 0, 0, 1, 1]],
    ["of RoBERTa", { type: "RobertaProcessing", cls, sep }, [101, 7, 8, 102, 102, 9, 102], [0, 0, 0, 0, 0, 0, 0]],
    [
      "of a sequence",
      { type: "Sequence", processors: [byteLevel, { type: "BertProcessing", cls, sep }] },
      [101, 7, 8, 102, 9, 102],
      [0, 0, 0, 0, 1, 1],
    ],
    ["where there are none", null, [7, 8, 9], [0, 0, 1]],
    ["where only offsets are changed", byteLevel, [7, 8, 9], [0, 0, 1]],
  ])("%s stand around a pair", (_, post_processor, ids, types) => {
    const { specialTokens } = createHubTokenizer(changed("tiny-wordpiece", { post_processor }));
    expect(frameRow(specialTokens.pair, { A, B })).toMatchObject({ ids, types });
  });
});
