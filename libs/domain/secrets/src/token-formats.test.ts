import { describe, expect, it } from "vitest";
import { findSecrets } from "./find-secrets.ts";
import { namedRandom } from "./testing/named-random.ts";
import { nearMiss, validToken } from "./testing/token-generator.ts";
import { tokenFormat } from "./token-format.ts";
import { tokenRows } from "./token-rows.ts";

const runs = 200;
const minRecall = 0.99;
const maxFalsePositives = 0.01;

/** Lines of a table of what fell short; empty when nothing did. */
function table(rows: readonly { readonly id: string; readonly share: number; readonly sample: string }[]): string {
  return rows
    .map(({ id, share, sample }) => `${id.padEnd(40)} ${(100 * share).toFixed(1).padStart(6)} %  ${sample}`)
    .join("\n");
}

describe("the formats of tokens", () => {
  it("are at least 220, each with its own id and a page that documents it", () => {
    expect(tokenRows.length).toBeGreaterThanOrEqual(220);
    expect(new Set(tokenRows.map(({ id }) => id)).size).toBe(tokenRows.length);
    for (const { id, source } of tokenRows) {
      expect(id).toMatch(/^[A-Z][A-Z0-9_]+$/);
      expect(source).toMatch(/^https:\/\//);
    }
  });

  it(`find at least ${100 * minRecall} % of ${runs} generated tokens, at the right place`, () => {
    const short = tokenRows.flatMap((row) => {
      const random = namedRandom(row.id);
      const format = tokenFormat(row);
      const missed = Array.from({ length: runs }, () => validToken(row, random)).filter(
        ({ text, start, end }) =>
          !format.find(text, { regions: [] }).some((found) => found.start === start && found.end === end),
      );
      const share = 1 - missed.length / runs;
      return share < minRecall ? [{ id: row.id, share, sample: missed[0]?.text ?? "" }] : [];
    });
    expect(table(short)).toBe("");
  });

  it(`find at most ${100 * maxFalsePositives} % of ${runs} near misses`, () => {
    const wrong = tokenRows.flatMap((row) => {
      const random = namedRandom(`${row.id} misses`);
      const format = tokenFormat(row);
      const found = Array.from({ length: runs }, () => nearMiss(row, random)).filter(
        ({ text }) => format.find(text, { regions: [] }).length > 0,
      );
      const share = found.length / runs;
      return share > maxFalsePositives ? [{ id: row.id, share, sample: found[0]?.text ?? "" }] : [];
    });
    expect(table(wrong)).toBe("");
  });

  it("are found among all others, whatever name they get", () => {
    const short = tokenRows.flatMap((row) => {
      const random = namedRandom(`${row.id} among others`);
      const missed = Array.from({ length: 40 }, () => validToken(row, random)).filter(
        ({ text, start, end }) => !findSecrets(text).some((found) => found.start <= start && found.end >= end),
      );
      const share = 1 - missed.length / 40;
      return share < 0.97 ? [{ id: row.id, share, sample: missed[0]?.text ?? "" }] : [];
    });
    expect(table(short)).toBe("");
  });
});
