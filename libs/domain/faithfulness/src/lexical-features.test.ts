import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { lexicalFeatureNames, lexicalFeatures } from "./lexical-features.ts";

const evidence = ["Mara Lind opened two shops in Oslo in 2019.", "She did not open one in Bergen."];

function featureOf(answer: string, name: (typeof lexicalFeatureNames)[number], given = evidence): number {
  return lexicalFeatures(answer, given)[lexicalFeatureNames.indexOf(name)] ?? Number.NaN;
}

describe("lexical features of an answer", () => {
  test.each([
    ["novel_words", "Mara Lind opened two shops in Oslo", "Jon Berg closed nine bars at home"],
    ["novel_in_best_sentence", "Mara Lind opened shops", "Mara opened Bergen"],
    ["novel_pairs", "opened two shops", "shops two opened"],
    ["novel_numbers", "opened in 2019", "opened in 2021"],
    ["novel_names", "she went to Oslo", "she went to Paris"],
    ["negation_differs", "Lind opened two shops", "Lind did not open two shops"],
    ["longest_run", "Lind opened two shops in Oslo", "In Oslo two shops Lind opened"],
    ["answer_length", "shops", "two shops opened in Oslo by Lind"],
  ] as const)("%s is less where the evidence says so", (name, supported, unsupported) => {
    expect(featureOf(supported, name)).toBeLessThan(featureOf(unsupported, name));
  });

  test("evidence_length grows with the evidence", () => {
    expect(featureOf("x", "evidence_length", ["one"])).toBeLessThan(featureOf("x", "evidence_length"));
  });

  test("are nine finite numbers for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.array(fc.string({ unit: "binary" })), (answer, given) => {
        const features = lexicalFeatures(answer, given);
        expect(features).toHaveLength(lexicalFeatureNames.length);
        expect(features.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      }),
    );
  });
});
