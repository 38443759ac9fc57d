import { describe, expect, test } from "vitest";

import { wordsOf } from "./bert-normalise.ts";

describe("words of a stretch", () => {
  test("have no accents, however many there were", () => {
    expect(wordsOf(`Caf${"e\u0301\u0323".repeat(3)}${"\u0315\u0300".repeat(500)}!`)).toEqual(["cafeee", "!"]);
  });

  test("have 30 of the marks that are kept: normalising more of them takes the square of their number", () => {
    const stem = "\u{1d165}";
    expect(wordsOf(`a${stem.repeat(500)}`)).toEqual([`a${stem.repeat(30)}`]);
  });
});
