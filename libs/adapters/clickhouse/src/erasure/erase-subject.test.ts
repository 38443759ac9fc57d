import { spawnSync } from "node:child_process";

import { createKeyedHash } from "@parapet/runtime";
import type { LlmSpan } from "@parapet/span";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import type { ClickHouse } from "../clickhouse.ts";
import { toSpanContentRow, toSpanRow } from "../span-row.ts";
import { sampleSpan, startTestClickHouse, type TestClickHouse } from "../testing/index.ts";
import { tables } from "../tables/tables.ts";
import { eraseSubject, type EraseOptions } from "./erase-subject.ts";
import { erasedTables } from "./erased-tables.ts";
import { findLateArrivals } from "./late-arrivals.ts";

const hash = createKeyedHash("a key for tests, long enough");
const planted = "subject-7f3a91c2";
const traceOf = (digit: string): string => digit.repeat(32);
const spanOf = (digit: string): string => digit.repeat(16);

/** Spans of somebody, and of others around them. */
const spans: Readonly<Record<string, Partial<LlmSpan>>> = {
  "of the user": { user_id: planted, trace_id: traceOf("1"), span_id: spanOf("1") },
  "nameless, in the user's trace": { user_id: "", session_id: "", trace_id: traceOf("1"), span_id: spanOf("2") },
  "of somebody else, in the user's trace": {
    user_id: "user-2",
    session_id: "",
    trace_id: traceOf("1"),
    span_id: spanOf("3"),
  },
  "nameless, in the user's conversation": {
    user_id: "",
    session_id: "alone",
    trace_id: traceOf("2"),
    span_id: spanOf("4"),
  },
  "of the user, in that conversation": {
    user_id: planted,
    session_id: "alone",
    trace_id: traceOf("3"),
    span_id: spanOf("5"),
  },
  "nameless, in a shared conversation": {
    user_id: "",
    session_id: "shared",
    trace_id: traceOf("4"),
    span_id: spanOf("6"),
  },
  "of the user, in the shared conversation": {
    user_id: planted,
    session_id: "shared",
    trace_id: traceOf("5"),
    span_id: spanOf("7"),
  },
  "of somebody else, there too": {
    user_id: "user-2",
    session_id: "shared",
    trace_id: traceOf("6"),
    span_id: spanOf("8"),
  },
  "of the user, without ids": { user_id: planted, session_id: "", trace_id: "", span_id: "" },
  "of nobody, without ids": { user_id: "", session_id: "", trace_id: "", span_id: "" },
  "of another tenant": { user_id: planted, tenant: "bravo", trace_id: traceOf("7"), span_id: spanOf("9") },
};
const stays = [
  "nameless, in a shared conversation",
  "of another tenant",
  "of nobody, without ids",
  "of somebody else, in the user's trace",
  "of somebody else, there too",
];

describe("an erasure", () => {
  let store: TestClickHouse;
  beforeAll(async () => {
    store = await startTestClickHouse();
    // Packed text cannot be looked for in files.
    await store.migrate.command("ALTER TABLE spans MODIFY COLUMN user_id CODEC(NONE)");
    await store.migrate.command("ALTER TABLE span_content MODIFY COLUMN input_messages CODEC(NONE)");
    let offset = 1;
    for (const [name, overrides] of Object.entries(spans)) await insertSpan(name, overrides, offset++);
  });
  afterAll(() => store.stop());

  const signal = AbortSignal.timeout(120_000);
  const insert = (table: string, row: object): Promise<void> =>
    store.ingest.insert(table, [row], { token: crypto.randomUUID(), signal });

  /** One row in every table that has rows about spans. */
  const insertSpan = async (name: string, overrides: Partial<LlmSpan>, offset: number): Promise<void> => {
    const text = `${overrides.user_id ?? ""} says: ${name}`;
    const span = sampleSpan({
      name,
      input_messages: [{ role: "user", parts: [{ type: "text", content: text }] }],
      ...overrides,
    });
    const { tenant, trace_id, span_id, start_time, service_name, request_model } = span;
    const place = { topic: "llm.spans", partition: 0, offset: String(offset), idx: 0 };
    const key = { ...place, tenant, trace_id, span_id, start_time };
    await insert("spans", toSpanRow(span, place, 0));
    await insert("span_content", toSpanContentRow(span, place));
    for (const { name: table } of erasedTables) {
      if (table === "spans" || table === "span_content") continue;
      const columns = tables.find((candidate) => candidate.name === table)?.columns ?? {};
      const known: Readonly<Record<string, unknown>> = { ...key, service_name, request_model, at: start_time, name };
      await insert(
        table,
        Object.fromEntries(
          Object.entries(columns).map(([column, { type }]) => [column, known[column] ?? zeroOf(type)]),
        ),
      );
    }
  };
  const options = (more: Partial<EraseOptions> = {}): EraseOptions => ({
    hash,
    requestedBy: "dpo",
    dryRun: false,
    signal,
    ...more,
  });
  const names = async (): Promise<readonly string[]> => {
    const rows = await store.read.query("SELECT name FROM spans ORDER BY name", {}, z.object({ name: z.string() }));
    return rows.map(({ name }) => name);
  };
  // grep puts up with files that go while it looks.
  const filesWithSubject = (): readonly string[] =>
    spawnSync("grep", ["-rlF", planted, store.dataFolder], { encoding: "utf8" })
      .stdout.split("\n")
      .filter((path) => path !== "");

  test("reaches every table whose rows have ids of spans", () => {
    expect(erasedTables.map(({ name }) => name)).toEqual([
      "span_content",
      "findings",
      "detections",
      "embeddings",
      "cost_adjustments",
      "feedback",
      "spans",
    ]);
  });

  test("says first what it would do", async () => {
    const report = await eraseSubject(
      store.migrate,
      { tenant: "acme", userId: planted, sessionIds: [] },
      options({ dryRun: true }),
    );
    expect(report).toMatchObject({ dryRun: true, keptOfOthers: 1, before: { spans: 6, span_content: 6, feedback: 5 } });
    expect(await names()).toHaveLength(Object.keys(spans).length);
    expect(filesWithSubject().length).toBeGreaterThan(0);
  });

  test("leaves nothing of the subject in any table, and nobody else's rows fewer", async () => {
    await insert(
      "spans",
      toSpanRow(
        sampleSpan({ tenant: "bravo", user_id: "user-3", name: "of another tenant" }),
        { topic: "llm.spans", partition: 1, offset: "1", idx: 0 },
        0,
      ),
    );
    const report = await eraseSubject(store.migrate, { tenant: "acme", userId: planted, sessionIds: [] }, options());
    expect(report.deleted).toEqual({
      span_content: 6,
      findings: 6,
      detections: 6,
      embeddings: 6,
      cost_adjustments: 6,
      feedback: 5,
      spans: 6,
    });
    expect(Object.values(report.after).every((rows) => rows === 0)).toBe(true);
    expect([...new Set(await names())]).toEqual(stays);
    const other = await eraseSubject(store.migrate, { tenant: "bravo", userId: planted, sessionIds: [] }, options());
    expect(other.deleted).toMatchObject({ spans: 1, feedback: 1 });
  });

  test("leaves the subject's id in no file of the server, logs and journal included", () => {
    expect(filesWithSubject()).toEqual([]);
  });

  test("is in the journal, under a hash", async () => {
    const rows = await store.read.query(
      `SELECT tenant, event, requested_by, rows_erased, counts['spans'] AS spans FROM erasures
       WHERE tenant = 'acme' GROUP BY ALL ORDER BY event`,
      {},
      z.record(z.string(), z.unknown()),
    );
    expect(rows).toEqual([
      { tenant: "acme", event: "began", requested_by: "dpo", rows_erased: "0", spans: "0" },
      { tenant: "acme", event: "erased", requested_by: "dpo", rows_erased: "41", spans: "6" },
    ]);
  });

  test("is noticed by spans of the subject that come later, in whichever form the id is stored", async () => {
    expect(await findLateArrivals(store.migrate, { hash, signal })).toEqual([]);
    await insertSpan("late", { user_id: planted, trace_id: traceOf("a"), span_id: spanOf("a") }, 100);
    await insertSpan("late, hashed", { user_id: hash(planted), trace_id: traceOf("b"), span_id: spanOf("b") }, 101);
    await insertSpan("of others", { user_id: "user-9", trace_id: traceOf("c"), span_id: spanOf("c") }, 102);
    const late = await findLateArrivals(store.migrate, { hash, signal });
    expect(late.map(({ value }) => value).toSorted()).toEqual([hash(planted), planted].toSorted());
    await eraseSubject(store.migrate, { tenant: "acme", userId: planted, sessionIds: [] }, options());
    expect(await findLateArrivals(store.migrate, { hash, signal })).toEqual([]);
  });

  test.each([
    { table: "span_content", when: "are deleted" },
    { table: "embeddings", when: "have gone" },
  ])("takes rows about its spans that come into $table while those $when", async ({ table, when }) => {
    const id = table === "span_content" ? "d" : "e";
    const span = sampleSpan({ user_id: `late-${id}`, trace_id: traceOf(id), span_id: spanOf(id), session_id: "" });
    const place = { topic: "llm.spans", partition: 0, offset: id === "d" ? "110" : "111", idx: 0 };
    await insert("spans", toSpanRow(span, place, 0));
    // The ingester writes content after the spans, and the guard what it finds after that.
    const insertLate = once(async () => {
      const { tenant, trace_id, span_id, start_time } = span;
      if (table === "span_content") await insert(table, toSpanContentRow(span, place));
      else await insert(table, { tenant, trace_id, span_id, start_time, part: "input", vector: [1, 0] });
    });
    const server: ClickHouse = {
      ...store.migrate,
      command: async (sql, params, more) => {
        if (when === "are deleted" && sql.includes("spans DELETE")) await insertLate();
        await store.migrate.command(sql, params, more);
      },
      query: async (sql, params, row, more) => {
        if (when === "have gone" && sql.includes("system.parts")) await insertLate();
        return store.migrate.query(sql, params, row, more);
      },
    };
    const subject = { tenant: "acme", userId: `late-${id}`, sessionIds: [] };
    const { deleted, after } = await eraseSubject(server, subject, options());
    expect(deleted).toMatchObject({ spans: 1, [table]: 1 });
    expect(after).toMatchObject({ spans: 0, [table]: 0 });
  });

  test("of a conversation takes all of it, whoever else is in it", async () => {
    const report = await eraseSubject(store.migrate, { tenant: "acme", sessionIds: ["shared"] }, options());
    expect(report.deleted).toMatchObject({ spans: 2 });
  });

  test("of somebody who is not there deletes nothing", async () => {
    const report = await eraseSubject(store.migrate, { tenant: "acme", userId: "nobody", sessionIds: [] }, options());
    expect(report.deleted).toMatchObject({ spans: 0 });
  });
});

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

function zeroOf(type: string): unknown {
  if (type.startsWith("Nullable")) return null;
  if (type.startsWith("Array")) return type.includes("Float32") ? [1, 0] : [];
  if (type.startsWith("Decimal")) return "0";
  if (type.startsWith("DateTime")) return "2026-11-20T10:15:30Z";
  return /^U?Int|^Float/.test(type) ? 0 : "";
}
