import type { z } from "zod";

/** What an evaluation reads from. Parameters are bound by the server (`{name:Type}` in the SQL), never spliced in. */
export interface RulerQueries {
  readonly query: <Row>(
    sql: string,
    params: Readonly<Record<string, unknown>>,
    row: z.ZodType<Row>,
    options: { readonly signal: AbortSignal },
  ) => Promise<readonly Row[]>;
}

/** What one evaluation of one rule is given. */
export interface RuleContext {
  readonly clickhouse: RulerQueries;
  /** End of every window, exclusive: now less the watermark. */
  readonly toMs: number;
  readonly signal: AbortSignal;
  /** Called when the rule has more series than are judged. */
  readonly onTooManySeries: () => void;
}
