import { pick, seededRandom } from "@parapet/random";
import { describe, expect, it } from "vitest";
import { findSecrets } from "./find-secrets.ts";
import { secretFormats } from "./secret-formats.ts";
import { structuredCases } from "./testing/structured-generator.ts";
import { tokenRows } from "./token-rows.ts";

const runs = 200;
const tokenIds = new Set(tokenRows.map(({ id }) => id));

describe("the formats told by what stands around a secret", () => {
  it("have each a generator", () => {
    const structured = secretFormats.map(({ id }) => id).filter((id) => !tokenIds.has(id));
    expect(structuredCases.map(({ id }) => id).toSorted()).toEqual(structured.toSorted());
  });

  it.each(structuredCases)("$id finds at least 99 % of generated secrets, and the value alone", ({ id, valid }) => {
    const random = seededRandom(7);
    const missed = Array.from({ length: runs }, () => valid(random)).filter(
      ({ text, start, end }) => !find(id, text).some((found) => found.start === start && found.end === end),
    );
    expect(missed.map(({ text }) => text).slice(Math.floor(runs / 100))).toEqual([]);
  });

  it.each(structuredCases)("$id finds at most 1 % of near misses", ({ id, misses }) => {
    const random = seededRandom(8);
    const found = Array.from({ length: runs }, () => pick(random, misses)(random)).filter(
      ({ text }) => find(id, text).length > 0,
    );
    expect(found.map(({ text }) => text).slice(Math.floor(runs / 100))).toEqual([]);
  });
});

function find(id: string, text: string): ReturnType<typeof findSecrets> {
  return findSecrets(text, { formats: [id] });
}
