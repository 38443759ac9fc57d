import { startTestClickHouse, type TestClickHouse } from "./testing/index.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { createClickHouse } from "./clickhouse.ts";

describe("a client", () => {
  let store: TestClickHouse;
  beforeAll(async () => {
    store = await startTestClickHouse();
  });
  afterAll(() => store.stop());

  test("answers with exact numbers and honest nulls", async () => {
    const rows = await store.read.query(
      "SELECT 18446744073709551615 AS big, toDecimal64('0.000000000001', 12) AS money, nan AS nothing, {text:String} AS text",
      { text: "it's {a} \\ test" },
      z.object({ big: z.string(), money: z.string(), nothing: z.null(), text: z.string() }),
    );
    expect(rows).toEqual([
      { big: "18446744073709551615", money: "0.000000000001", nothing: null, text: "it's {a} \\ test" },
    ]);
  });

  test("refuses rows of another shape without quoting them", async () => {
    const error: unknown = await store.read
      .query("SELECT 'my secret' AS n", {}, z.object({ n: z.number() }))
      .catch((error: unknown) => error);
    expect(error).toMatchObject({ code: "store_answer" });
    expect(String(error)).not.toContain("secret");
  });

  test("gives up when the signal says so, with its reason", async () => {
    const reason = new Error("enough");
    const controller = new AbortController();
    const query = store.read.query("SELECT sleep(3) AS s", {}, z.object({ s: z.number() }), {
      signal: controller.signal,
    });
    controller.abort(reason);
    await expect(query).rejects.toBe(reason);
  });

  test("gives up when the server takes too long", async () => {
    const hasty = createClickHouse({ url: store.server.url, ...store.server.users.read, requestTimeoutMs: 200 });
    await expect(hasty.query("SELECT sleep(3) AS s", {}, z.object({ s: z.number() }))).rejects.toMatchObject({
      code: "store_timeout",
    });
    await hasty.close();
  });

  test.each([
    ["a wrong password", { password: "wrong" }, "store_denied"],
    ["a server that is not there", { url: "http://127.0.0.1:1" }, "store_unavailable"],
    ["a database that is not there", { database: "nowhere" }, "store_schema"],
  ])("names what is wrong: %s", async (_label, wrong, code) => {
    const client = createClickHouse({ url: store.server.url, ...store.server.users.read, ...wrong });
    await expect(client.ping()).rejects.toMatchObject({ code });
    await client.close();
  });

  test.each([
    ["files", "SELECT * FROM file('/etc/passwd', 'LineAsString')"],
    ["other servers", "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')"],
    ["remote tables", "SELECT * FROM remote('127.0.0.1', system.one)"],
    ["the list of users", "SELECT * FROM system.users"],
  ])("as the reader cannot read %s", async (_label, sql) => {
    await expect(store.read.query(sql, {}, z.unknown())).rejects.toMatchObject({ code: "store_denied" });
  });

  test.each([
    ["read", "INSERT INTO spans (tenant) VALUES ('x')"],
    ["read", "CREATE TABLE t (a Int8) ENGINE = Memory"],
    ["read", "DROP TABLE spans"],
    ["ingest", "DROP TABLE spans"],
    ["ingest", "ALTER TABLE spans ADD COLUMN a Int8"],
    ["ingest", "TRUNCATE TABLE spans"],
  ] as const)("as %s may not: %s", async (user, sql) => {
    await expect(store[user].command(sql)).rejects.toMatchObject({ code: "store_denied" });
  });

  test.each([
    "SYSTEM STOP LISTEN HTTP",
    "SELECT * FROM parapet.spans",
    "SELECT * FROM file('/etc/passwd', 'LineAsString')",
  ])("that gives no password may not: %s", async (sql) => {
    const answer = await fetch(store.server.url, { method: "POST", body: sql });
    expect(answer.ok).toBe(false);
    await expect(store.read.ping()).resolves.toBeUndefined();
  });
});
