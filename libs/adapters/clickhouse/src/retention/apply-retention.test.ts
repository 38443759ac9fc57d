import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { toSpanContentRow, toSpanRow } from "../span-row.ts";
import { sampleSpan, startTestClickHouse, type TestClickHouse } from "../testing/index.ts";
import { applyRetention } from "./apply-retention.ts";
import { parseRetentionPolicy } from "./retention-policy.ts";

const policy = parseRetentionPolicy({
  classes: { short: { spans_days: 7, content_days: 1 }, long: { spans_days: 400 } },
  tenants: { "o'brien": "short", bravo: "long" },
});
const none = parseRetentionPolicy({ classes: {}, tenants: {} });

describe("retention by class of tenant", () => {
  let store: TestClickHouse;
  beforeAll(async () => {
    store = await startTestClickHouse();
    // What the server alone may fill in cannot be dated back.
    for (const table of ["spans", "span_content"]) {
      await store.migrate.command(`ALTER TABLE ${table} MODIFY COLUMN ingested_at DateTime('UTC') DEFAULT now('UTC')`);
    }
  });
  afterAll(() => store.stop());
  const signal = AbortSignal.timeout(60_000);

  const insertAll = async (): Promise<void> => {
    const spans = ["o'brien", "acme", "bravo"].map((tenant) => sampleSpan({ tenant }));
    const at = (idx: number) => ({ topic: "llm.spans", partition: 0, offset: "1", idx });
    const rows = { spans: spans.map((span, idx) => toSpanRow(span, at(idx), 0)) };
    const contents = spans.map((span, idx) => toSpanContentRow(span, at(idx)));
    await store.ingest.insert("spans", rows.spans, { token: "spans", signal });
    await store.ingest.insert("span_content", contents, { token: "contents", signal });
  };
  /** As if the rows had come that many days ago. */
  const arriveDaysAgo = async (days: number): Promise<void> => {
    for (const table of ["spans", "span_content"]) {
      await store.migrate.command(
        `ALTER TABLE ${table} UPDATE ingested_at = now() - INTERVAL ${days} DAY WHERE true`,
        {},
        { signal, settings: { mutations_sync: 2 } },
      );
      await store.migrate.command(`OPTIMIZE TABLE ${table} FINAL`, {}, { signal });
    }
  };
  const tenantsOf = async (table: string): Promise<readonly string[]> => {
    const rows = await store.read.query(
      `SELECT tenant FROM ${table} ORDER BY tenant`,
      {},
      z.object({ tenant: z.string() }),
    );
    return rows.map(({ tenant }) => tenant);
  };

  test("without classes is what the migrations say", async () => {
    expect(await applyRetention(store.migrate, none, { signal })).toEqual([]);
  });

  test("is shown before it is applied, and applied once", async () => {
    const planned = await applyRetention(store.migrate, policy, { signal, dryRun: true });
    expect(planned.map(({ table }) => table)).toEqual(["spans", "cost_adjustments", "feedback", "span_content"]);
    expect(planned[0]).toEqual({
      table: "spans",
      before: "ingested_at + toIntervalDay(90)",
      after: "ingested_at + toIntervalDay(transform(tenant, ['bravo', 'o\\'brien'], [400, 7], 90))",
    });
    expect(await applyRetention(store.migrate, policy, { signal })).toEqual(planned);
    expect(await applyRetention(store.migrate, policy, { signal })).toEqual([]);
  });

  test("lets rows of one part leave at the time of their tenant's class", async () => {
    await insertAll();
    expect(await tenantsOf("spans")).toEqual(["acme", "bravo", "o'brien"]);
    await arriveDaysAgo(6);
    expect([await tenantsOf("spans"), await tenantsOf("span_content")]).toEqual([
      ["acme", "bravo", "o'brien"],
      ["acme", "bravo"],
    ]);
    await arriveDaysAgo(31);
    expect([await tenantsOf("spans"), await tenantsOf("span_content")]).toEqual([["acme", "bravo"], []]);
    await arriveDaysAgo(399);
    expect(await tenantsOf("spans")).toEqual(["bravo"]);
    await arriveDaysAgo(401);
    expect(await tenantsOf("spans")).toEqual([]);
  });

  test("that is taken back reaches rows that are there already", async () => {
    await store.ingest.insert(
      "spans",
      [toSpanRow(sampleSpan({ tenant: "bravo" }), { topic: "llm.spans", partition: 0, offset: "2", idx: 0 }, 0)],
      { token: "later", signal },
    );
    await arriveDaysAgo(100);
    expect(await tenantsOf("spans")).toEqual(["bravo"]);
    const changes = await applyRetention(store.migrate, none, { signal });
    expect(changes.map(({ table }) => table)).toContain("spans");
    await store.migrate.command("OPTIMIZE TABLE spans FINAL", {}, { signal });
    expect(await tenantsOf("spans")).toEqual([]);
  });

  test("holds as many tenants as a policy may have, whatever they are called", async () => {
    const names = Array.from({ length: 9_999 }, (_, n) => `${n}-4000-8000-a3f0c9d2-b7ad6b716920`);
    const tenants = Object.fromEntries(["a TTL b SETTINGS c", ...names].map((name) => [name, "short"]));
    const large = parseRetentionPolicy({ classes: { short: { spans_days: 7 } }, tenants });
    const changes = await applyRetention(store.migrate, large, { signal });
    expect(changes.map(({ table }) => table)).toEqual(["spans", "cost_adjustments", "feedback"]);
    expect(await applyRetention(store.migrate, large, { signal })).toEqual([]);
  });
});
