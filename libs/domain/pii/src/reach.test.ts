import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Candidate, RecognizerPart } from "./recognizer.ts";
import { recognizers } from "./recognizers.ts";

const options = { regions: ["US", "GB", "DE"] };
const parts = recognizers.flatMap(({ entity, parts }) =>
  parts.map((part) => ({ name: `${entity} ${part.name}`, part })),
);

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Where a match of a part can be: around rows of digits of which enough are near, or around its literals. */
function stretchesOf(text: string, { digits, longest, literals }: RecognizerPart): readonly Stretch[] {
  const anchors =
    literals === undefined ? digitRows(text) : literals.flatMap((literal) => occurrences(text.toLowerCase(), literal));
  const wide = anchors
    .map(({ start, end }) => ({ start: Math.max(0, start - longest), end: Math.min(text.length, end + longest) }))
    .filter(({ start, end }) => (text.slice(start, end).match(/\d/g) ?? []).length >= digits)
    .toSorted((left, right) => left.start - right.start);
  return merged(wide);
}

function digitRows(text: string): readonly Stretch[] {
  return Array.from(text.matchAll(/\d+/g), ({ 0: row, index }) => ({ start: index, end: index + row.length }));
}

function longestRow(text: string): number {
  return Math.max(0, ...digitRows(text).map(({ start, end }) => end - start));
}

function occurrences(text: string, literal: string): readonly Stretch[] {
  const found: Stretch[] = [];
  for (let start = text.indexOf(literal); start >= 0; start = text.indexOf(literal, start + 1)) {
    found.push({ start, end: start + literal.length });
  }
  return found;
}

function merged(stretches: readonly Stretch[]): readonly Stretch[] {
  const known: Stretch[] = [];
  for (const { start, end } of stretches) {
    const last = known.at(-1);
    const isApart = last === undefined || start > last.end;
    known.push(isApart ? { start, end } : { start: last.start, end: Math.max(last.end, end) });
    if (!isApart) known.splice(-2, 1);
  }
  return known;
}

function written(candidates: readonly Candidate[]): readonly string[] {
  return candidates.map(({ start, end, score }) => `${start}-${end} ${score}`);
}

function searchedInStretches(text: string, part: RecognizerPart): readonly string[] {
  const found = stretchesOf(text, part).flatMap(({ start, end }) =>
    part
      .find(text.slice(start, end), options)
      .map((candidate) => ({ ...candidate, start: candidate.start + start, end: candidate.end + start })),
  );
  return written(found);
}

function expectTrueReach(text: string): void {
  for (const { name, part } of parts) {
    const whole = part.find(text, options);
    expect(searchedInStretches(text, part), `${name} in ${JSON.stringify(text)}`).toEqual(written(whole));
    for (const { start, end } of whole) {
      expect(end - start, name).toBeLessThanOrEqual(part.longest);
      expect(longestRow(text.slice(start, end)), name).toBeGreaterThanOrEqual(part.row ?? Math.min(part.digits, 1));
      if (part.isGlued === true) expect(text.slice(start, end), name).toMatch(/[a-z]\d|\d[a-z]/i);
    }
  }
}

/** Of the parts that few texts show, and of others in the form that has the fewest digits in a row. */
const seldom = [
  "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
  "'www.example.com'",
  "536-904399",
  "WDLABCD456DG",
  "1EG4TE5MK73",
  "2181012345678",
  "B072RRE2I55",
  "ABCPE1234F",
  "MH 12 AB 1234",
  "21 BH 2345 AA",
  "1234567AB",
  "BE 68 5 3 9 0 0 7 5 4 7 0 3 4",
  "53690-4399",
  "AB1234563",
  "86 095 742 719",
  "65 170839 J 003",
  "B07ARRAAA5A",
  "2123 45670 1",
  "A12 34567",
  "12.345.678-Z",
  "34ABC12",
  "1-1017-00230-70-8",
  "800101 5009 087",
  "1998/07/24",
  "24-07-1998",
  "1998-07-24",
  "+４４ ２０ ７９４６ ０９５８",
  "+９０ ５３２ １２３ ４５ ６７",
  "+６３ ９１７ １２３ ４５６７",
];

describe("what a part says about its matches", () => {
  const fragments = [
    "078-05-1123",
    "4111 1111 1111 1111",
    "a@b.co",
    "::1",
    "AB12 CDE",
    "x",
    "-",
    ".",
    " ",
    "7",
    "12",
    "é",
    "٣",
  ];
  const filler = fc.nat(90).map((length) => "lorem, ipsum dolor ".repeat(5).slice(0, length));

  it("has literals where it has no digits", () => {
    for (const { name, part } of parts) expect(part.digits > 0 || (part.literals ?? []).length > 0, name).toBe(true);
  });

  it("is true of what few texts show", () => {
    for (const text of seldom) expectTrueReach(`Lorem ipsum ${"dolor sit amet ".repeat(8)}${text} and so on`);
  });

  it("is enough to find them all around digits and literals, in random texts", () => {
    const pieces = fc.array(fc.oneof(fc.constantFrom(...fragments), filler), { maxLength: 25 });
    fc.assert(
      fc.property(pieces, (chosen) => expectTrueReach(chosen.join(""))),
      { numRuns: 100 },
    );
  });

  const fixtures = fixturesFolder();
  const texts =
    fixtures === null
      ? []
      : readFileSync(join(fixtures, "pii", "presidio_cases.jsonl"), "utf8")
          .trim()
          .split("\n")
          .map((line): { text: string } => JSON.parse(line))
          .map(({ text }) => text);

  describe.skipIf(fixtures === null)(suiteName("in Presidio's own texts", fixturesAvailability()), () => {
    it("is seen of every part", () => {
      const shown = [...texts, ...seldom];
      const unseen = parts.filter(({ part }) => shown.every((text) => part.find(text, options).length === 0));
      expect(unseen.map(({ name }) => name)).toEqual([]);
    });

    it("is enough to find them all", () => {
      for (const text of texts) expectTrueReach(`Lorem ipsum ${"dolor sit amet ".repeat(8)}${text} and so on`);
    });

    it("is enough where texts stand beside each other", () => {
      const several = fc.array(fc.oneof(fc.constantFrom(...texts), filler), { minLength: 2, maxLength: 8 });
      fc.assert(
        fc.property(several, (chosen) => expectTrueReach(chosen.join(" "))),
        { numRuns: 150 },
      );
    });
  });
});
