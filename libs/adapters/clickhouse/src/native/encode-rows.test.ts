import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { startTestClickHouse, type TestClickHouse } from "../testing/index.ts";
import { ledger } from "../tables/ledger.ts";
import type { AnyTable } from "../tables/table.ts";
import { tables } from "../tables/tables.ts";
import { parseColumnType } from "./column-type.ts";
import { createRowEncoder } from "./encode-rows.ts";
import { wireType } from "./wire-type.ts";

const written = tables.filter(({ name }) => !name.startsWith("migration"));

describe("rows in Native format", () => {
  let store: TestClickHouse;
  beforeAll(async () => {
    store = await startTestClickHouse();
    // What expired on arrival would not be read back.
    const expiring = await store.migrate.query(
      "SELECT name FROM system.tables WHERE database = 'parapet' AND engine LIKE '%MergeTree' AND engine_full LIKE '% TTL %'",
      {},
      z.object({ name: z.string() }),
    );
    for (const { name } of expiring) await store.migrate.command(`ALTER TABLE ${name} REMOVE TTL`);
    for (const { name } of written) await store.migrate.command(`CREATE TABLE copy_of_${name} AS ${name}`);
  });
  afterAll(() => store.stop());

  const read = async (table: string): Promise<readonly string[]> => {
    const rows = await store.migrate.query(`SELECT * FROM ${table}`, {}, z.record(z.string(), z.unknown()));
    return rows.map((row) => JSON.stringify(row)).sort();
  };

  test.each(written.map((table) => [table.name, table] as const))(
    "of %s read back as the same rows in JSON do",
    { timeout: 60_000 },
    async (name, table) => {
      await fc.assert(
        fc.asyncProperty(fc.array(rowOf(table), { minLength: 1, maxLength: 12 }), async (rows) => {
          await store.migrate.command(`TRUNCATE TABLE ${name}`);
          await store.migrate.command(`TRUNCATE TABLE copy_of_${name}`);
          await insertJson(store, `copy_of_${name}`, rows);
          const options = { token: crypto.randomUUID(), signal: AbortSignal.timeout(20_000) };
          await store.ingest.insert(name, rows, options);
          expect(await read(name)).toEqual(await read(`copy_of_${name}`));
        }),
        { numRuns: 6, endOnFailure: true },
      );
    },
  );

  test("hold texts of a megabyte", async () => {
    const events = "漢".repeat(350_000);
    const options = { token: "large", signal: AbortSignal.timeout(20_000) };
    await store.ingest.insert("span_content", [{ tenant: "large", events }], options);
    const found = await store.read.query(
      "SELECT length(events) AS bytes, events = repeat('漢', 350000) AS same FROM span_content WHERE tenant = 'large'",
      {},
      z.object({ bytes: z.coerce.number(), same: z.number() }),
    );
    expect(found).toEqual([{ bytes: 1_050_000, same: 1 }]);
  });
});

describe("an encoder of rows", () => {
  const encode = createRowEncoder(ledger);
  const row = { topic: "t", partition: 0, offset: "1", stream_id: "s", message_time: "2026-11-20T10:15:30Z" };

  test("makes the same bytes of the same rows, also after others", () => {
    const first = Buffer.concat([...encode([row, row])]);
    expect([...encode([{ ...row, topic: "other" }])]).toHaveLength(1);
    expect(Buffer.concat([...encode([row, row])])).toEqual(first);
  });

  test("sends no column that no row has", () => {
    const [piece] = [...encode([{ topic: "t", partition: 1 }, { topic: "t" }])];
    expect(piece?.subarray(0, 2)).toEqual(Buffer.of(2, 2));
  });

  test("names the column of a value that does not fit, and never the value", () => {
    const refused = (): unknown => [...encode([{ ...row, spans_stored: 7_123_456_789 }])];
    expect(refused).toThrow(expect.objectContaining({ code: "store_unfit" }));
    expect(refused).toThrow(/ledger\.spans_stored: a value is no UInt32/);
    expect(refused).not.toThrow(/7123456789/);
  });

  test("refuses a field that is no column without repeating its name", () => {
    const refused = (): unknown => [...encode([{ ...row, secret: "my secret" }])];
    expect(refused).toThrow(expect.objectContaining({ code: "store_unfit" }));
    expect(refused).not.toThrow(/secret/);
  });

  test("goes on with whole blocks after a refusal", () => {
    const before = [...encode([row])];
    expect(() => [...encode([{ ...row, partition: "x" }])]).toThrow();
    expect([...encode([row])]).toEqual(before);
  });

  test("cuts where the limits say, but never within a span", () => {
    const rows = [1, 1, 2, 2, 2, 3].map((offset) => ({ ...row, offset: String(offset) }));
    const rowCounts = [...encode(rows, { maxRows: 1, maxBytes: 1_000 })].map((piece) => piece[1]);
    expect(rowCounts).toEqual([2, 3, 1]);
  });
});

/** How rows were written before they were written as columns. */
async function insertJson({ server }: TestClickHouse, table: string, rows: readonly object[]): Promise<void> {
  const url = new URL(server.url);
  url.searchParams.set("query", `INSERT INTO ${table} FORMAT JSONEachRow`);
  url.searchParams.set("database", "parapet");
  url.searchParams.set("date_time_input_format", "best_effort");
  const { username, password } = server.users.migrate;
  const answer = await fetch(url, {
    method: "POST",
    headers: { "X-ClickHouse-User": username, "X-ClickHouse-Key": password },
    body: rows.map((row) => JSON.stringify(row, wellFormed)).join("\n"),
  });
  expect(await answer.text()).toBe("");
}

/** UTF-8 holds no lone surrogate, and JSON that names one is refused. */
function wellFormed(_key: string, value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), item]));
}

const hostileText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: fc.constantFrom("a", "\\", '"', "\ud83e", "\udd9c", "\0", "\n", "é"), maxLength: 200 }),
  fc.constantFrom("", "\0", "NULL", "\\N", "nan", '{"a":', "x".repeat(127), "é".repeat(64), "漢".repeat(5_462)),
);

function rowOf(table: AnyTable): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(table.columns).map(([name, { type }]) => [name, valueOf(wireType(type))] as const);
  return fc.record(Object.fromEntries(fields));
}

/** What a row may hold for a type, as far as it fits. */
function valueOf(type: string): fc.Arbitrary<unknown> {
  const { name, parameters } = parseColumnType(type);
  const parts = (): readonly fc.Arbitrary<unknown>[] => parameters.map(valueOf);
  const [first, second] = ["Nullable", "Array", "Map"].includes(name) ? parts() : [];
  if (first !== undefined && name === "Nullable") return fc.option(first, { freq: 3 });
  if (first !== undefined && name === "Array") return fc.array(first, { maxLength: 4 });
  if (second !== undefined) return fc.dictionary(hostileText, second.map(String), { maxKeys: 3 });
  if (name === "Tuple") return tupleOf(parameters);
  const plain = plainValues[name];
  if (plain === undefined) throw new Error(`no values for ${type}`);
  return plain;
}

function tupleOf(fields: readonly string[]): fc.Arbitrary<unknown> {
  const entries = fields.map((field) => {
    const space = field.indexOf(" ");
    return [field.slice(0, space), valueOf(field.slice(space + 1))] as const;
  });
  return fc.record(Object.fromEntries(entries));
}

function integer(min: bigint, max: bigint): fc.Arbitrary<unknown> {
  return fc.bigInt({ min, max }).map((value) => (fc.stringify(value).length > 15 ? String(value) : Number(value)));
}

/** Seconds from 1970 on: what is earlier, no sender's clock says. */
function isoTime(maxSeconds: number, digits: number): fc.Arbitrary<string> {
  return fc.tuple(fc.nat(maxSeconds), fc.nat(10 ** digits - 1)).map(([seconds, fraction]) => {
    const text = new Date(seconds * 1_000).toISOString().slice(0, 19);
    return digits === 0 ? `${text}Z` : `${text}.${String(fraction).padStart(digits, "0")}Z`;
  });
}

const anyFloat = fc.oneof(fc.double(), fc.constantFrom(-0, Infinity, -Infinity, Number.NaN, Number.MIN_VALUE, 1e19));

const plainValues: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  String: hostileText,
  Bool: fc.boolean(),
  Int32: integer(-(2n ** 31n), 2n ** 31n - 1n),
  Int64: integer(-(2n ** 63n), 2n ** 63n - 1n),
  UInt32: integer(0n, 2n ** 32n - 1n),
  UInt64: integer(0n, 2n ** 64n - 1n),
  Float32: anyFloat,
  Float64: anyFloat,
  Decimal: fc
    .tuple(fc.integer({ min: -999_999, max: 999_999 }), fc.nat(999_999_999_999))
    .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(12, "0")}`),
  DateTime: isoTime(2 ** 32 - 1, 0),
  DateTime64: isoTime(9_223_372_035, 9),
};
