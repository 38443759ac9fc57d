import { describe, expect, test } from "vitest";
import { normaliseSpan } from "../row/normalise-span.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { mistakesOfRow } from "./mapping-row.ts";
import type { MappingRow } from "./mapping-row.ts";

export type { MappingRow } from "./mapping-row.ts";

const context = { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 2) };
const normalise = (span: OtlpSpan) => normaliseSpan(span, context);

/**
 * Tests that each source of each row tells its column, and that the earlier of two wins. The rows of a dialect lie beside
 * it in `<dialect>.mapping-rows.ts`, where the mutation test finds them too.
 */
export function testMappingRows(name: string, rows: readonly MappingRow[]): void {
  describe(name, () => {
    test.each(rows.map((row, at) => [`${at} ${row.column}`, row] as const))("row %s", (_, row) => {
      expect(mistakesOfRow(row, normalise)).toEqual([]);
    });
  });
}
