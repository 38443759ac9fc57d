import type { ClickHouse } from "@parapet/clickhouse";
import { z } from "zod";

/** A half-open span of time, milliseconds since the epoch. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Which calls a correction looks at. */
export interface SpendScope {
  /** When they began. */
  readonly window: TimeWindow;
  /** All tenants when undefined. */
  readonly tenant?: string;
  /** Only traces of which a span was stored at this time or later; all when undefined. */
  readonly storedSinceMs?: number;
}

/** Calls of one tenant that began in one hour, the part of them that is looked at in one go. */
export interface CallPart {
  readonly tenant: string;
  readonly window: TimeWindow;
  /** Parts are numbered from 0 to `parts` and hold what a hash gives them. */
  readonly part: number;
  readonly parts: number;
  /** 0 for all. */
  readonly sinceMs: number;
}

const HOUR_MS = 3_600_000;

/** Spans that are held at a time, some 8 KB each while they are read. */
const MAX_SPANS_AT_ONCE = 20_000;

const hoursSql = `
  SELECT tenant, intDiv(toUnixTimestamp64Milli(start_time), ${HOUR_MS}) AS hour, count() AS spans FROM spans
  WHERE start_time >= fromUnixTimestamp64Milli({from_ms:Int64}) AND start_time < fromUnixTimestamp64Milli({to_ms:Int64})
    AND ({tenant:String} = '' OR tenant = {tenant:String})
    AND ({since:UInt32} = 0 OR (tenant, trace_id) IN (
      SELECT tenant, trace_id FROM spans
      WHERE start_time >= fromUnixTimestamp64Milli({from_ms:Int64})
        AND start_time < fromUnixTimestamp64Milli({to_ms:Int64}) AND ingested_at >= fromUnixTimestamp({since:UInt32})
    ))
  GROUP BY tenant, hour ORDER BY tenant, hour`;

const hourSchema = z.object({ tenant: z.string(), hour: z.coerce.number(), spans: z.coerce.number() });

/** An hour of a tenant that has spans, and how many. */
export interface CallHour {
  readonly whole: CallPart;
  readonly spans: number;
}

/** The hours of a scope that have spans, each as one part. */
export async function readHours(
  clickhouse: ClickHouse,
  { window, tenant = "", storedSinceMs: sinceMs = 0 }: SpendScope,
  signal: AbortSignal,
): Promise<readonly CallHour[]> {
  const params = { from_ms: window.fromMs, to_ms: window.toMs, tenant, since: Math.floor(sinceMs / 1_000) };
  const hours = await clickhouse.query(hoursSql, params, hourSchema, { signal });
  return hours.map(({ tenant: name, hour, spans }) => {
    const fromMs = Math.max(window.fromMs, hour * HOUR_MS);
    const toMs = Math.min(window.toMs, (hour + 1) * HOUR_MS);
    return { whole: { tenant: name, window: { fromMs, toMs }, part: 0, parts: 1, sinceMs }, spans };
  });
}

/** Cuts an hour so that each part of it has about as many spans as can be held. */
export function partsOf(whole: CallPart, spans: number, atOnce: number = MAX_SPANS_AT_ONCE): readonly CallPart[] {
  const parts = Math.max(1, Math.ceil(spans / atOnce));
  return Array.from({ length: parts }, (_, part) => ({ ...whole, part, parts }));
}
