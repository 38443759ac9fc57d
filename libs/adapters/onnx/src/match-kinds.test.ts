import { matchKinds, type MatchKind } from "@parapet/faithfulness";
import { describe, expect, test } from "vitest";

import { matchKindsOf } from "./match-kinds.ts";

const text = "The mill dates from 1830, the mill";
const stretches = Array.from(text.matchAll(/\S+/gu), ({ 0: stretch, index }) => {
  return { start: index, end: index + stretch.length };
});

describe("the kinds of tokens", () => {
  const asked: string[] = [];
  const kindOf = (stretch: string): MatchKind => {
    asked.push(stretch);
    return stretch === "1830," ? matchKinds.lackingNumber : matchKinds.shared;
  };
  const threeEach = stretches.flatMap((range) => [range, { ...range }, range]);
  const kinds = matchKindsOf(text, threeEach, kindOf);

  test("are those of the stretches that they come from", () => {
    const number = text.split(" ").indexOf("1830,");
    expect(kinds).toEqual(
      stretches.flatMap((_, index) => {
        const kind = index === number ? matchKinds.lackingNumber : matchKinds.shared;
        return [kind, kind, kind];
      }),
    );
  });

  test("take one comparison a stretch, however many tokens it has", () => {
    expect(asked).toEqual(text.split(" "));
  });

  test("are none of no tokens", () => {
    expect(matchKindsOf(text, [], kindOf)).toEqual([]);
  });
});
