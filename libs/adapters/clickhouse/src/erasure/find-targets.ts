import { z } from "zod";

import type { ClickHouse } from "../clickhouse.ts";
import { valuesOf, type SubjectId } from "./subject.ts";
import { unlogged } from "./unlogged.ts";

/** A span to forget. One without ids is known by its place alone. */
export interface Target {
  readonly trace_id: string;
  readonly span_id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly idx: number;
}

export interface TargetScope {
  readonly tenant: string;
  readonly ids: readonly SubjectId[];
  readonly signal: AbortSignal;
}

/** Rows of one answer; the next question finds what is left, once these are gone. */
const MAX_TARGETS = 100_000;

/** Sessions in which the user is, and nobody else is named. */
const ownSessions = `
  SELECT session_id FROM spans
  WHERE tenant = {tenant:String} AND session_id != '' AND session_id IN (
    SELECT session_id FROM spans WHERE tenant = {tenant:String} AND user_id IN {users:Array(String)}
  )
  GROUP BY session_id HAVING countIf(user_id != '' AND user_id NOT IN {users:Array(String)}) = 0`;

const isNamed = "(user_id IN {users:Array(String)} OR session_id IN {sessions:Array(String)})";

/** Traces with a span of the subject: what their other spans hold came of the same request. */
const traces = `
  SELECT trace_id FROM spans
  WHERE tenant = {tenant:String} AND trace_id != '' AND (${isNamed} OR session_id IN (${ownSessions}))`;

/** A span that names another user stays, whatever trace it is in, unless its session is to be forgotten. */
const isTarget = `tenant = {tenant:String} AND (
  ${isNamed} OR (user_id = '' AND (trace_id IN (${traces}) OR session_id IN (${ownSessions})))
)`;

const targetRow = z.object({
  trace_id: z.string(),
  span_id: z.string(),
  topic: z.string(),
  partition: z.number(),
  offset: z.string(),
  idx: z.number(),
});

/** Spans of a subject: those that name it, those of its conversations, and the nameless ones of its traces. */
export function findTargets(clickhouse: ClickHouse, scope: TargetScope): Promise<readonly Target[]> {
  return clickhouse.query(
    `SELECT trace_id, span_id, topic, partition, offset, idx FROM spans WHERE ${isTarget}
     ORDER BY trace_id, span_id LIMIT ${MAX_TARGETS}`,
    paramsOf(scope),
    targetRow,
    unlogged(scope.signal),
  );
}

/** Spans of others in the subject's traces; they stay. */
export async function countKept(clickhouse: ClickHouse, scope: TargetScope): Promise<number> {
  const [row] = await clickhouse.query(
    `SELECT count() AS kept FROM spans WHERE tenant = {tenant:String} AND trace_id IN (${traces}) AND NOT (${isTarget})`,
    paramsOf(scope),
    z.object({ kept: z.coerce.number() }),
    unlogged(scope.signal),
  );
  return row?.kept ?? 0;
}

function paramsOf({ tenant, ids }: TargetScope): Readonly<Record<string, unknown>> {
  return { tenant, users: valuesOf(ids, "user_id"), sessions: valuesOf(ids, "session_id") };
}
