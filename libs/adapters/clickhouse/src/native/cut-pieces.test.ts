import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { cutPieces, type PieceRules } from "./cut-pieces.ts";

interface Row {
  readonly span: number;
  readonly size: number;
}

const rowsOf = fc.array(fc.record({ span: fc.nat(6), size: fc.integer({ min: 1, max: 60 }) }), { maxLength: 40 });
const rulesOf = fc
  .record({ maxRows: fc.integer({ min: 1, max: 8 }), maxBytes: fc.integer({ min: 1, max: 200 }) })
  .map((limits): PieceRules<Row> => ({
    ...limits,
    sizeOf: ({ size }) => size,
    belongTogether: (before, row) => before.span === row.span,
  }));

describe("pieces of rows", () => {
  test("hold all rows, once and in order", () => {
    fc.assert(
      fc.property(rowsOf, rulesOf, (rows, rules) => {
        expect([...cutPieces(rows, rules)].flat()).toEqual(rows);
      }),
    );
  });

  test("are never empty, and never part rows that belong together", () => {
    fc.assert(
      fc.property(rowsOf, rulesOf, (rows, rules) => {
        const pieces = [...cutPieces(rows, rules)];
        for (const [index, piece] of pieces.entries()) {
          expect(piece.length).toBeGreaterThan(0);
          const next = pieces[index + 1]?.[0];
          if (next !== undefined) expect(piece.at(-1)?.span).not.toBe(next.span);
        }
      }),
    );
  });

  test("keep within both limits up to the first row of their last span", () => {
    fc.assert(
      fc.property(rowsOf, rulesOf, (rows, rules) => {
        for (const piece of cutPieces(rows, rules)) {
          const last = piece.at(-1)?.span;
          const from = piece.findLastIndex(({ span }) => span !== last) + 1;
          if (from === 0) continue;
          const upTo = piece.slice(0, from + 1);
          expect(upTo.length).toBeLessThanOrEqual(rules.maxRows);
          expect(upTo.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(rules.maxBytes);
        }
      }),
    );
  });

  test("are as large as the limits allow", () => {
    const rules = { maxRows: 3, maxBytes: 100, sizeOf: () => 1, belongTogether: () => false };
    expect([...cutPieces([1, 2, 3, 4, 5, 6, 7], rules)]).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  });
});
