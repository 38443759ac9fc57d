import fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { createLiteralAutomaton } from "./literal-automaton.ts";

/** Where each literal ends, by stepping through the table as its users do. */
function endsOf(literals: readonly string[], text: string): readonly string[] {
  const { classes, next, firstEnd, endsIn } = createLiteralAutomaton(literals);
  const ends: string[] = [];
  let row = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    row = code < 128 ? (next[row + (classes[code] ?? 0)] ?? 0) : 0;
    if (row >= firstEnd) ends.push(...endsIn(row).map((literal) => `${at + 1}:${literal}`));
  }
  return ends.toSorted();
}

function endsBySearching(literals: readonly string[], text: string): readonly string[] {
  const folded = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  return literals
    .flatMap((literal, number) =>
      Array.from(folded, (_, at) => at + 1)
        .concat(folded.length)
        .filter((end, index, all) => all.indexOf(end) === index && folded.slice(0, end).endsWith(literal))
        .map((end) => `${end}:${number}`),
    )
    .toSorted();
}

describe("createLiteralAutomaton", () => {
  it.each([
    { name: "literals within others", literals: ["she", "he", "hers", "his"], text: "ushers" },
    { name: "whatever their case", literals: ["akia", "ghp_"], text: "AKIA and GhP_" },
    { name: "behind what only began as one", literals: ["aab"], text: "aaaab" },
    { name: "not across what is not ASCII", literals: ["ab"], text: "aéb ab" },
  ])("finds $name", ({ literals, text }) => {
    expect(endsOf(literals, text)).toEqual(endsBySearching(literals, text));
  });

  it.each(["", "é"])("refuses %j", (literal) => {
    expect(() => createLiteralAutomaton([literal])).toThrow(RangeError);
  });

  test("finds what searching for each literal finds", () => {
    const letters = fc.constantFrom("a", "b", "-", "A", "é");
    const literal = fc.string({ unit: fc.constantFrom("a", "b", "-"), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        fc.uniqueArray(literal, { minLength: 1, maxLength: 8 }),
        fc.string({ unit: letters, maxLength: 60 }),
        (literals, text) => {
          expect(endsOf(literals, text)).toEqual(endsBySearching(literals, text));
        },
      ),
    );
  });
});
