import { createFactCollector } from "../facts/collect-facts.ts";
import type { Dialect } from "../facts/dialect.ts";
import { rowOfFacts } from "../row/normalise-span.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { mistakesOfRow } from "./mapping-row.ts";
import type { MappingRow } from "./mapping-row.ts";
import type { MappingMutant } from "./mapping-mutants.ts";

const context = { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 2) };

/** What rows do otherwise than stated with `dialects`, one sentence each. */
export function mistakesOfRows(dialects: readonly Dialect[], rows: readonly MappingRow[]): readonly string[] {
  const normalise = normaliserOf(dialects);
  return rows.flatMap((row) => mistakesOfRow(row, normalise));
}

/** The names of the mutants of which no row takes notice. The rows must hold without a mutation. */
export function survivorsOf(mutants: readonly MappingMutant[], rows: readonly MappingRow[]): readonly string[] {
  return mutants.filter((mutant) => !isNoticed(mutant, rows)).map(({ name }) => name);
}

function isNoticed({ keys, dialects }: MappingMutant, rows: readonly MappingRow[]): boolean {
  const isLikely = ({ sources }: MappingRow): boolean =>
    sources.some(([attribute]) => keys.some((key) => attribute.startsWith(key)));
  const normalise = normaliserOf(dialects);
  const notices = (row: MappingRow): boolean => mistakesOfRow(row, normalise).length > 0;
  return rows.filter(isLikely).some(notices) || rows.filter((row) => !isLikely(row)).some(notices);
}

function normaliserOf(dialects: readonly Dialect[]) {
  const collect = createFactCollector(dialects);
  return (span: OtlpSpan) => rowOfFacts(span, collect(span), context);
}
