import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { createClickHouse } from "../clickhouse.ts";
import { startTestClickHouse, type TestClickHouse } from "../testing/index.ts";
import { generateSpans } from "./generate-spans.ts";
import { budgetSizes, readBudgets } from "./read-budgets.ts";

/** `pnpm test:readside` asks for ten million, and prints what was read. */
const isLarge = process.env["PARAPET_READSIDE"] === "large";
const SPANS = isLarge ? budgetSizes.large : budgetSizes.small;
const CHUNK = 500_000;
const signal = AbortSignal.timeout(3_600_000);

const answerSchema = z.object({ rows: z.number() });
const summarySchema = z.object({ read_rows: z.coerce.number() });

describe(`the questions of readers, over ${SPANS} spans`, () => {
  let store: TestClickHouse;
  let params: Readonly<Record<string, string>>;
  beforeAll(async () => {
    store = await startTestClickHouse();
    await generate();
    const sample = await store.read.query(
      `SELECT tenant, trace_id AS trace, session_id AS session, user_id AS user, response_id AS response FROM spans
       WHERE tenant = 'acme' AND operation = 'chat' LIMIT 1 OFFSET 5000`,
      {},
      z.record(z.string(), z.string()),
    );
    params = sample[0] ?? {};
  }, 3_600_000);
  afterAll(() => store.stop());

  const generate = async (): Promise<void> => {
    const { server } = store;
    const patient = createClickHouse({ url: server.url, ...server.users.migrate, requestTimeoutMs: 600_000 });
    for (let from = 0; from < SPANS; from += CHUNK)
      await patient.command(generateSpans(from, CHUNK, SPANS), {}, { signal });
    await patient.close();
  };

  /** Rows that the answer has, and that the server says it read for it. */
  const ask = async (sql: string): Promise<{ readonly answered: number; readonly read: number }> => {
    const named = Object.entries(params).map(([name, value]): [string, string] => [`param_${name}`, value]);
    const query = new URLSearchParams([
      ["database", "parapet"],
      ["wait_end_of_query", "1"],
      ["default_format", "JSON"],
      ...named,
    ]);
    const { username, password } = store.server.users.read;
    const response = await fetch(`${store.server.url}/?${query.toString()}`, {
      method: "POST",
      headers: { "X-ClickHouse-User": username, "X-ClickHouse-Key": password },
      body: sql,
      signal,
    });
    const body = await response.text();
    expect(response.status, body.slice(0, 500)).toBe(200);
    const summary = summarySchema.parse(JSON.parse(response.headers.get("x-clickhouse-summary") ?? "{}"));
    return { answered: answerSchema.parse(JSON.parse(body)).rows, read: summary.read_rows };
  };

  test.each(readBudgets.map((budget) => [budget.name, budget] as const))(
    "are answered within their budget: %s",
    async (name, budget) => {
      const { answered, read } = await ask(budget.sql);
      if (isLarge) process.stderr.write(`${name}: ${read} rows read\n`);
      expect(read).toBeLessThanOrEqual(budget.budget[isLarge ? 1 : 0]);
      if (budget.answers === undefined) expect(answered).toBeGreaterThan(0);
      else expect(answered).toBe(budget.answers);
    },
    600_000,
  );
});
