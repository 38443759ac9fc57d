import type { z } from "zod";

import type { RuleContext } from "./rule-context.ts";

/** Series that one rule judges at a time: a label that callers fill freely must not exhaust the ruler. */
const MAX_SERIES = 1_000;

/** Characters of a service or a model that name a series (`{max_name:UInt32}`), for the same reason. */
const MAX_NAME = 200;

export interface SeriesQuery<Row> {
  /** Ends with `LIMIT {limit:UInt32}`, after an order that puts the gravest series first. */
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly row: z.ZodType<Row>;
}

/** One row for each series of a rule, the gravest first, at most `MAX_SERIES`. */
export async function querySeries<Row>(
  { sql, params, row }: SeriesQuery<Row>,
  context: RuleContext,
): Promise<readonly Row[]> {
  const bound = { ...params, to_ms: context.toMs, limit: MAX_SERIES + 1, max_name: MAX_NAME };
  const rows = await context.clickhouse.query(sql, bound, row, { signal: context.signal });
  if (rows.length > MAX_SERIES) context.onTooManySeries();
  return rows.slice(0, MAX_SERIES);
}
