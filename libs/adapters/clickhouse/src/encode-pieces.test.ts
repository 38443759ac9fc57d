import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { encodePieces } from "./encode-pieces.ts";

const rowsOf = (piece: Buffer): unknown[] =>
  piece
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
const rowsArbitrary = fc.array(fc.record({ text: fc.string({ unit: "grapheme" }), n: fc.integer() }));
// Half of all code units are surrogates, so that most are lone.
const surrogates = fc.string({ unit: fc.constantFrom("a", "\\", "\ud83e", "\udd9c"), maxLength: 12 });
const limitsArbitrary = fc.record({
  maxRows: fc.integer({ min: 1, max: 8 }),
  maxBytes: fc.integer({ min: 1, max: 200 }),
});

describe("pieces of a block", () => {
  test("hold all rows, once and in order", () => {
    fc.assert(
      fc.property(rowsArbitrary, limitsArbitrary, (rows, limits) => {
        expect([...encodePieces(rows, limits)].flatMap(rowsOf)).toEqual(rows);
      }),
    );
  });

  test("keep within both limits, but for a single row that is too large", () => {
    fc.assert(
      fc.property(rowsArbitrary, limitsArbitrary, (rows, limits) => {
        for (const piece of encodePieces(rows, limits)) {
          const count = rowsOf(piece).length;
          expect(count).toBeLessThanOrEqual(limits.maxRows);
          expect(count === 1 || piece.length <= limits.maxBytes).toBe(true);
        }
      }),
    );
  });

  test("of the same rows are the same pieces", () => {
    fc.assert(
      fc.property(rowsArbitrary, limitsArbitrary, (rows, limits) => {
        expect([...encodePieces(structuredClone(rows), limits)]).toEqual([...encodePieces(rows, limits)]);
      }),
    );
  });

  test("are valid UTF-8 whatever the strings hold", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ text: surrogates, list: fc.array(surrogates, { maxLength: 3 }) }), { maxLength: 8 }),
        (rows) => {
          for (const piece of encodePieces(rows, { maxRows: 3, maxBytes: 1_000 })) {
            expect(/\\ud[89a-f][0-9a-f]{2}/.test(piece.toString("utf8").replaceAll("\\\\", ""))).toBe(false);
          }
        },
      ),
    );
  });
});
