import type { ClickHouse, QueryParams } from "@parapet/clickhouse";
import { ParapetError } from "@parapet/runtime";
import { z } from "zod";

import {
  alertHistoryQuery,
  alertsQuery,
  costsQuery,
  enginesQuery,
  findingsQuery,
  gpusQuery,
  spansQuery,
  summaryQuery,
  type ConsoleQuery,
} from "./queries.ts";
import { json, type Reply } from "./reply.ts";

/** A question may take this long before the store is told to give up. */
const QUERY_DEADLINE_MS = 10_000;

const SUMMARY = "/api/v1/summary";

const lists: Readonly<Record<string, ConsoleQuery<unknown>>> = {
  "/api/v1/alerts": alertsQuery,
  "/api/v1/findings": findingsQuery,
  "/api/v1/spans": spansQuery,
  "/api/v1/costs": costsQuery,
  "/api/v1/engines": enginesQuery,
  "/api/v1/gpus": gpusQuery,
};

/** One alert, by the fingerprint that its link ends with. */
const ALERT = /^\/api\/v1\/alerts\/(?<fingerprint>[0-9a-f]{16})$/;

const limitSchema = z.coerce.number().int().min(1).max(1_000).default(50);

/** Answers `/api/v1/…`: `summary` is one object, the rest are `{"rows": […]}`. */
export async function answerApi(url: URL, clickhouse: ClickHouse): Promise<Reply> {
  const fingerprint = ALERT.exec(url.pathname)?.groups?.["fingerprint"];
  const list = fingerprint === undefined ? listAt(url.pathname) : alertHistoryQuery;
  if (list === undefined && url.pathname !== SUMMARY) {
    return json(404, { error: `not found; there are ${[SUMMARY, ...Object.keys(lists)].join(", ")}` });
  }
  const limit = limitSchema.safeParse(url.searchParams.get("limit") ?? undefined);
  if (!limit.success) return json(400, { error: "limit must be a whole number from 1 to 1000" });
  try {
    const params = { limit: limit.data, ...(fingerprint === undefined ? {} : { fingerprint }) };
    if (list === undefined) return json(200, (await ask(clickhouse, summaryQuery, params))[0]);
    return json(200, { rows: await ask(clickhouse, list, params) });
  } catch (error) {
    return json(503, describeFailure(error));
  }
}

function listAt(path: string): ConsoleQuery<unknown> | undefined {
  return Object.hasOwn(lists, path) ? lists[path] : undefined;
}

function ask<Row>(
  clickhouse: ClickHouse,
  { sql, row }: ConsoleQuery<Row>,
  params: QueryParams,
): Promise<readonly Row[]> {
  return clickhouse.query(sql, params, row, { signal: AbortSignal.timeout(QUERY_DEADLINE_MS) });
}

/** What a caller learns of a store that does not answer. Anything else is a fault of ours. */
function describeFailure(error: unknown): { readonly error: string; readonly code: string } {
  if (error instanceof ParapetError) return { error: error.message, code: error.code };
  if (!(error instanceof DOMException && error.name === "TimeoutError")) throw error;
  return { error: `the store did not answer within ${QUERY_DEADLINE_MS} ms; is it overloaded?`, code: "store_timeout" };
}
