import { isNewest } from "./newest.ts";

/** A question of readers, and how many rows the server may read to answer it. */
export interface ReadBudget {
  readonly name: string;
  readonly sql: string;
  /** Rows of the smaller and of the larger of `budgetSizes`: what was measured, and a quarter more for other merges. */
  readonly budget: readonly [small: number, large: number];
  /** How many rows the answer has to have; others may have any number. */
  readonly answers?: number;
}

/** How many spans there are. A server reads granules of 8,192 rows, so that little is a large share of few rows. */
export const budgetSizes = { small: 500_000, large: 10_000_000 } as const;

const facts = "tenant, start_time, service_name, operation, status, duration_ms, cost_usd, trace_id, span_id";
/** A day in the middle of the generated week. */
const day = "start_time >= '2026-09-23 00:00:00' AND start_time < '2026-09-24 00:00:00'";
const hour = "start_time >= '2026-09-23 12:00:00' AND start_time < '2026-09-23 13:00:00'";

/** Parameters: a tenant, and of one of its spans the trace, session, user and answer. */
export const readBudgets: readonly ReadBudget[] = [
  {
    name: "a trace by its id",
    sql: `SELECT ${facts} FROM spans WHERE trace_id = {trace:String}`,
    budget: [50_000, 200_000],
    answers: 5,
  },
  {
    name: "a trace by its id, of a tenant, each span once",
    sql: `SELECT ${facts} FROM spans_unique WHERE tenant = {tenant:String} AND trace_id = {trace:String}`,
    budget: [50_000, 200_000],
    answers: 5,
  },
  {
    name: "an answer by the provider's id",
    sql: `SELECT ${facts} FROM spans WHERE response_id = {response:String}`,
    budget: [50_000, 250_000],
    answers: 1,
  },
  {
    name: "a conversation",
    sql: `SELECT ${facts} FROM spans WHERE tenant = {tenant:String} AND session_id = {session:String}`,
    budget: [50_000, 200_000],
  },
  {
    name: "what a user did",
    sql: `SELECT ${facts} FROM spans WHERE tenant = {tenant:String} AND user_id = {user:String}`,
    budget: [150_000, 1_250_000],
  },
  {
    name: "the newest spans of everybody",
    sql: `SELECT ${facts} FROM spans WHERE operation != '' AND ${isNewest("spans")} ORDER BY start_time DESC LIMIT 50`,
    budget: [400_000, 500_000],
    answers: 50,
  },
  {
    name: "how many spans there are",
    sql: "SELECT count() FROM spans",
    budget: [1_000, 1_000],
    answers: 1,
  },
  {
    name: "calls, errors and latency of a day by the minute",
    sql: `SELECT minute, sum(calls), sum(errors), quantilesTDigestMerge(0.5, 0.95, 0.99)(ttft_ms_state)
      FROM spans_1m WHERE tenant = {tenant:String} AND minute >= '2026-09-23 00:00:00' AND minute < '2026-09-24 00:00:00'
      GROUP BY minute ORDER BY minute`,
    budget: [150_000, 200_000],
  },
  {
    name: "errors and latency of an hour, of one tenant, by service",
    sql: `SELECT service_name, countIf(status = 'error') / count(), quantilesTDigest(0.5, 0.95)(duration_ms)
      FROM spans WHERE tenant = {tenant:String} AND operation != '' AND ${hour} GROUP BY service_name`,
    budget: [340_000, 450_000],
  },
  {
    name: "the same, each span once",
    sql: `SELECT service_name, countIf(status = 'error') / count(), quantilesTDigest(0.5, 0.95)(duration_ms)
      FROM spans_unique WHERE tenant = {tenant:String} AND operation != '' AND ${hour} GROUP BY service_name`,
    budget: [340_000, 450_000],
  },
  {
    name: "what everybody spent in a day",
    sql: `SELECT tenant, sum(calls), sum(cost_usd) FROM spend WHERE ${day} GROUP BY tenant`,
    budget: [480_000, 3_300_000],
    answers: 4,
  },
  {
    name: "which rows of forty messages are there",
    sql: `SELECT offset, idx FROM spans WHERE topic = 'llm.spans' AND partition = 3 AND offset BETWEEN 1000 AND 1040
      AND ingested_at >= now() - INTERVAL 7 DAY`,
    budget: [480_000, 1_100_000],
  },
];
