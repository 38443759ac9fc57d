import { z } from "zod";

import type { Foundation } from "./foundation.ts";

const counts = z.object({
  spans: z.coerce.number(),
  tenants: z.coerce.number(),
  cost_usd: z.coerce.number(),
  unpriced: z.coerce.number(),
  findings: z.coerce.number(),
  injections: z.coerce.number(),
  firing: z.coerce.number(),
});

/** One line of what is stored so far. */
export async function storedSummary({ store }: Foundation): Promise<string> {
  const sql = `SELECT
      (SELECT count() FROM spans) AS spans,
      (SELECT uniqExact(tenant) FROM spans) AS tenants,
      (SELECT toFloat64(sum(cost_usd)) FROM spend) AS cost_usd,
      (SELECT sum(unpriced_calls) FROM spend) AS unpriced,
      (SELECT count() FROM findings) AS findings,
      (SELECT countIf(category = 'injection') FROM findings) AS injections,
      (SELECT uniqExact(fingerprint) FROM alert_events WHERE state = 'firing') AS firing`;
  const [row] = await store.read.query(sql, {}, counts, { signal: AbortSignal.timeout(10_000) });
  if (row === undefined) return "stored   nothing yet";
  return (
    `stored   ${row.spans} spans of ${row.tenants} tenants, $${row.cost_usd.toFixed(2)} (${row.unpriced} calls unpriced), ` +
    `${row.findings} findings (${row.injections} injections), ${row.firing} alerts`
  );
}
