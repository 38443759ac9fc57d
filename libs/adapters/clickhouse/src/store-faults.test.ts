import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";

import { createClickHouse, type ClickHouse } from "./clickhouse.ts";
import { serverErrors } from "./server-errors.ts";
import { isRetryable } from "./store-error.ts";
import { startFaultProxy, type Fault, type FaultProxy } from "./testing/fault-proxy.ts";
import { startTestClickHouse, type TestClickHouse } from "./testing/index.ts";

const rows = [0, 1, 2].map((offset) => ledgerRow(offset));
const signal = (): AbortSignal => AbortSignal.timeout(20_000);

describe("an insert that fails is not lost, and not doubled by its repetition", () => {
  let store: TestClickHouse;
  let proxy: FaultProxy;
  let client: ClickHouse;
  let token: string;
  beforeAll(async () => {
    store = await startTestClickHouse();
    proxy = await startFaultProxy(store.server.url);
    client = createClickHouse({ url: proxy.url, ...store.server.users.ingest, requestTimeoutMs: 1_000 });
  });
  afterAll(async () => {
    await client.close();
    await proxy.stop();
    await store.stop();
  });
  beforeEach(async () => {
    token = crypto.randomUUID();
    await store.migrate.command("TRUNCATE TABLE ledger");
  });
  afterEach(() => proxy.set({ kind: "none" }));

  const insert = (by: ClickHouse = client): Promise<void> => by.insert("ledger", rows, { token, signal: signal() });
  const stored = async (): Promise<number> => {
    const found = await store.read.query("SELECT count() AS n FROM ledger", {}, z.object({ n: z.coerce.number() }));
    return found[0]?.n ?? -1;
  };
  const failure = async (by?: ClickHouse): Promise<unknown> =>
    insert(by).then(
      () => null,
      (error: unknown) => error,
    );

  const network: readonly (readonly [string, Fault, string, number])[] = [
    ["a connection reset in mid-body", { kind: "reset_request", bytes: 1_500 }, "store_unavailable", 0],
    ["an answer lost after the insert", { kind: "lose_answer" }, "store_unavailable", 3],
    ["a server that says nothing", { kind: "silence" }, "store_timeout", 0],
  ];
  test.each(network)("on %s", async (_label, fault, code, storedMeanwhile) => {
    proxy.set(fault);
    const error = await failure();
    expect(error).toMatchObject({ code });
    expect(isRetryable(error)).toBe(true);
    expect(await stored()).toBe(storedMeanwhile);
    proxy.set({ kind: "none" });
    await insert();
    expect(await stored()).toBe(3);
  });

  test.each([
    ["too many parts", "parts_to_throw_insert = 1", "parts_to_throw_insert = 3000", "too_many_parts"],
    [
      "a full disk",
      "min_free_disk_bytes_to_perform_insert = 1e15",
      "min_free_disk_bytes_to_perform_insert = 0",
      "store_full",
    ],
    ["a table that is read-only", "table_readonly = 1", "table_readonly = 0", "store_readonly"],
  ])("on %s", async (_label, wrong, right, code) => {
    await client.insert("ledger", [ledgerRow(99)], { token: `${token}-before`, signal: signal() });
    await store.migrate.command(`ALTER TABLE ledger MODIFY SETTING ${wrong}`);
    const error = await failure();
    await store.migrate.command(`ALTER TABLE ledger MODIFY SETTING ${right}`);
    expect(error).toMatchObject({ code });
    expect(isRetryable(error)).toBe(true);
    await insert();
    await insert();
    expect(await stored()).toBe(1 + 3);
  });

  test("on a server at its memory limit", async () => {
    const settings = { max_memory_usage: 1_000, max_untracked_memory: 0 };
    const poor = createClickHouse({ url: store.server.url, ...store.server.users.ingest, settings });
    const error = await failure(poor);
    await poor.close();
    expect(error).toMatchObject({ code: "store_memory" });
    expect(isRetryable(error)).toBe(true);
    await insert();
    expect(await stored()).toBe(3);
  });

  test.each([
    ["a user who may only read", {}, "read", "store_denied"],
    ["a setting that the server does not know", { no_such_setting: 1 }, "ingest", "store_version"],
  ] as const)("waits for help on %s", async (_label, settings, user, code) => {
    const wrong = createClickHouse({ url: store.server.url, ...store.server.users[user], settings });
    const error = await failure(wrong);
    await wrong.close();
    expect(error).toMatchObject({ code });
    expect(isRetryable(error)).toBe(false);
  });

  test("waits for help on a table of an older schema, and names what to do", async () => {
    await store.migrate.command("ALTER TABLE ledger DROP COLUMN spans_dropped");
    const error = await failure();
    await store.migrate.command("ALTER TABLE ledger ADD COLUMN spans_dropped UInt32 AFTER spans_dead_lettered");
    expect(error).toMatchObject({ code: "store_schema" });
    expect(String(error)).toContain("parapet migrate");
    await insert();
    expect(await stored()).toBe(3);
  });

  test("every error number of ours has the server's name", async () => {
    const numbers = serverErrors.map(([number]) => number);
    const known = await store.read.query(
      "SELECT arrayJoin({numbers:Array(Int32)}) AS number, errorCodeToName(number) AS name",
      { numbers },
      z.object({ number: z.number(), name: z.string() }),
    );
    expect(known).toEqual(serverErrors.map(([number, name]) => ({ number, name })));
  });
});

describe("an answer is believed only when it is ClickHouse's and says success", () => {
  const exception = "Code: 252. DB::Exception: Too many parts (3000). Merges are slow. (TOO_MANY_PARTS) (version 26.7)";
  const mark = { "X-ClickHouse-Query-Id": "q" };
  const answers: readonly (readonly [string, (response: ServerResponse) => void, string | null])[] = [
    ["success", (response) => response.writeHead(200, mark).end(), null],
    [
      "status 200 with an exception in the header",
      (response) => response.writeHead(200, { ...mark, "X-ClickHouse-Exception-Code": "252" }).end(exception),
      "too_many_parts",
    ],
    [
      "status 200 with an exception in the body",
      (response) => response.writeHead(200, mark).end(`\r\n__exception__\r\n${exception}`),
      "too_many_parts",
    ],
    [
      "status 200 cut off before its end",
      (response) => {
        response.writeHead(200, { ...mark, "Content-Length": "10" }).flushHeaders();
        response.write("x", () => response.socket?.resetAndDestroy());
      },
      "store_unavailable",
    ],
    [
      "status 200 of something else",
      (response) => response.writeHead(200).end("<html>Log in</html>"),
      "store_unavailable",
    ],
    ["an empty status 200 of something else", (response) => response.writeHead(200).end(), "store_unavailable"],
    ["a gateway's error", (response) => response.writeHead(502).end("<html>Bad gateway</html>"), "store_unavailable"],
    ["status 500 with an exception", (response) => response.writeHead(500, mark).end(exception), "too_many_parts"],
  ];

  test.each(answers)("%s", async (_label, answer, code) => {
    const server = createServer((request, response) => {
      request.resume().on("end", () => answer(response));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const client = createClickHouse({ url: `http://127.0.0.1:${port}`, username: "u", password: "" });
    const outcome = await client.insert("ledger", rows, { token: "t", signal: signal() }).then(
      () => null,
      (error: unknown) => error,
    );
    await client.close();
    server.close();
    if (code === null) expect(outcome).toBeNull();
    else expect(outcome).toMatchObject({ code });
  });
});

function ledgerRow(offset: number): object {
  return {
    topic: "llm.spans",
    partition: 0,
    offset: String(offset),
    stream_id: "s".repeat(1_000),
    message_time: "2026-11-20T10:15:30.000000000Z",
    spans_stored: 1,
    spans_dead_lettered: 0,
    spans_dropped: 0,
  };
}
