import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { clickhouseAvailability } from "@parapet/clickhouse/testing";
import { VERSION } from "@parapet/runtime";
import { startProcess, suiteName, type TestProcess } from "@parapet/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { jsonLines } from "./testing/run-command.ts";

const main = join(import.meta.dirname, "main.ts");
const bin = join(import.meta.dirname, "../bin/parapet.js");
const folder = mkdtempSync(join(tmpdir(), "parapet-main-"));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 5 }));

interface RunOptions {
  readonly env?: Record<string, string>;
  readonly input?: string;
}

/** Runs the command to its end. */
async function run(args: readonly string[], { env = {}, input }: RunOptions = {}) {
  const child = startProcess({
    args: [main, ...args],
    env: { PARAPET_DATA_FOLDER: join(folder, "data"), ...env },
    ...(input === undefined ? {} : { input }),
  });
  const { code } = await child.ended;
  return { code, stdout: child.stdout(), stderr: child.stderr() };
}

describe("parapet", () => {
  it("shows its commands when none is named", async () => {
    const { code, stdout } = await run([]);
    expect(code).toBe(0);
    for (const command of ["up", "scan", "redact", "normalize", "query", "migrate", "doctor", "version"]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, "m"));
    }
  });

  it.each([
    ["a command that there is not", ["dance"], "unknown command 'dance'"],
    ["a query without a statement", ["query"], "missing required argument 'sql'"],
    ["a time that is no number", ["query", "SELECT 1", "--timeout", "soon"], "a whole number of seconds"],
    ["an erasure that may take no time", ["erase", "--timeout", "0"], "a whole number of seconds"],
    ["a retention that may take for ever", ["retention", "apply", "--timeout", "9e9"], "a whole number of seconds"],
    ["an unknown unit", ["scan", "--offsets", "bytes"], "utf16, codepoint"],
  ])("refuses %s with 1 and says so on stderr alone", async (_, args, words) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(words);
  });

  it.each(["scan", "redact"])(
    "ends %s with 78 where the policy cannot be used, and repeats nothing of it",
    async (command) => {
      const policy = join(folder, "sensitive.yaml");
      writeFileSync(policy, "minScore: 7\ndeny: { PROJECT: [Bluebird, 3] }");
      const { code, stdout, stderr } = await run([command, "--policy", policy], { input: "" });
      expect([code, stdout]).toEqual([78, ""]);
      expect(stderr).toMatch(/minScore: [^]*deny\.PROJECT\.1: /);
      expect(stderr).not.toContain("Bluebird");
    },
  );

  it("redacts as its help shows", async () => {
    const { stdout: help } = await run(["redact", "--help"]);
    expect(help).toContain("echo 'Write to eve@example.com' | parapet redact");
    expect((await run(["redact"], { input: "Write to eve@example.com\n" })).stdout).toBe("Write to <EMAIL_ADDRESS>\n");
  });

  it("tells its version, also as JSON", async () => {
    expect((await run(["version"])).stdout).toBe(`parapet ${VERSION}\n`);
    expect(jsonLines((await run(["version", "--json"])).stdout)).toEqual([{ parapet: VERSION, node: process.version }]);
  });

  it.each([
    [["up"], { PARAPET_OTLP_HTTP_PORT: "99999" }, "PARAPET_OTLP_HTTP_PORT"],
    [["up"], { PARAPET_WEBHOOK_URL: "http://127.0.0.1:9" }, "PARAPET_WEBHOOK_SECRET"],
    [["up"], { PARAPET_RULES_FILE: "/nowhere/rules.json" }, "PARAPET_RULES_FILE"],
    [["up"], { PARAPET_KAFKA_BROKERS_FILE: "/nowhere/brokers" }, "PARAPET_KAFKA_BROKERS_FILE"],
    [["up"], { PARAPET_KAFKA_BROKERS: "127.0.0.1:9", PARAPET_KAFKA_TLS: "maybe" }, "PARAPET_KAFKA_TLS"],
    [["up"], { PARAPET_CLICKHOUSE_URL: "http://127.0.0.1:9" }, "PARAPET_CLICKHOUSE_INGEST_USER"],
    [["up", "--demo"], { PARAPET_HASH_KEY: "short" }, "PARAPET_HASH_KEY"],
    [["query", "SELECT 1"], { PARAPET_CLICKHOUSE_URL: "not a url" }, "PARAPET_CLICKHOUSE_URL"],
    [["query", "SELECT 1"], {}, "PARAPET_CLICKHOUSE_URL"],
    [["migrate", "status"], {}, "PARAPET_CLICKHOUSE_URL"],
  ])("%j with %j ends with 78 and names %s", async (args, env: Record<string, string>, name) => {
    const { code, stdout, stderr } = await run(args, { env });
    expect([code, stdout]).toEqual([78, ""]);
    expect(stderr).toContain(name);
  });

  it("ends with 78 when a port that was set is busy, and leaves nothing behind", async () => {
    const busy = createServer().listen(0, "127.0.0.1");
    await once(busy, "listening");
    const address = busy.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { code, stderr } = await run(["up"], { env: { PARAPET_ADMIN_PORT: String(port) } });
    busy.close();
    expect(code).toBe(78);
    expect(stderr).toContain(`PARAPET_ADMIN_PORT: port ${port} of 127.0.0.1 is in use`);
  });

  it("filters: answers on stdout, everything else on stderr, and 1 for a bad line", async () => {
    const { code, stdout, stderr } = await run(["scan", "--detectors", "pii"], {
      input: '{"id":1,"text":"a","entities":["SHOE_SIZE"],"countries":["GB","xx"],"regions":["zz"]}\nnonsense\n',
    });
    expect(code).toBe(1);
    expect(jsonLines(stdout).map(({ id }) => id)).toEqual([1, null]);
    expect(jsonLines(stderr)).toMatchObject([{ entity: "SHOE_SIZE" }, { country: "xx" }, { region: "ZZ" }]);
  });

  it("ends quietly when its reader has seen enough, although its input goes on", async () => {
    const child = spawn(process.execPath, [bin, "scan", "--detectors", "pii"], { stdio: ["pipe", "pipe", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin.on("error", () => undefined);
    child.stdin.write('{"id":1,"text":"one"}\n');
    await once(child.stdout, "data");
    child.stdout.destroy();
    const feed = setInterval(() => child.stdin.write('{"id":2,"text":"two"}\n'), 5);
    const [code] = await once(child, "exit");
    clearInterval(feed);
    expect([code, stderr]).toEqual([0, ""]);
  });

  it("is ended by Ctrl-C as any filter is", async () => {
    const child = spawn(process.execPath, [bin, "scan", "--detectors", "pii"], { stdio: ["pipe", "pipe", "ignore"] });
    child.stdin.write('{"id":1,"text":"one"}\n');
    await once(child.stdout, "data");
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([null, "SIGINT"]);
  });
});

const missing = clickhouseAvailability(process.env);
describe.skipIf(missing !== null)(suiteName("parapet up", missing), () => {
  const env = {
    PARAPET_DATA_FOLDER: join(folder, "up/data"),
    PARAPET_OTLP_GRPC_PORT: "0",
    PARAPET_OTLP_HTTP_PORT: "0",
    PARAPET_GRPC_PORT: "0",
    PARAPET_CONSOLE_PORT: "0",
    PARAPET_ADMIN_PORT: "0",
  };
  const ready = /^ready {2}(http:\/\/127\.0\.0\.1:\d+)$/m;
  const start = (): TestProcess => startProcess({ args: [main, "up"], env });
  let up: TestProcess;
  let url = "";

  beforeAll(async () => {
    up = start();
    [, url = ""] = await up.printed(ready, 60_000);
  });
  afterAll(async () => {
    await up.end("SIGKILL").catch(() => undefined);
  });

  it("serves at the address that it prints", async () => {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const metrics = /^metrics {2}(\S+)\/metrics$/m.exec(up.stdout())?.[1];
    const report: unknown = await (await fetch(`${metrics}/readyz`)).json();
    expect(report).toMatchObject({ healthy: true, checks: { models: "ok" } });
  });

  it("lets the other commands find its store", async () => {
    const answer = await run(["query", "SELECT 1 AS one, 'a\\x1b[2J' AS two", "--format", "table"], { env });
    expect(answer).toEqual({ code: 0, stdout: "one  two\n1    a�[2J\n", stderr: "" });
    const status = await run(["migrate", "status", "--json"], { env });
    expect(status.code).toBe(0);
    expect(jsonLines(status.stdout)).toMatchObject([{ pending: [] }]);
  });

  it("answers questions as a user that may not write, nor read files", async () => {
    for (const sql of ["TRUNCATE TABLE spans", "SELECT * FROM file('/etc/passwd', 'LineAsString')"]) {
      const { code, stdout, stderr } = await run(["query", sql], { env });
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/^store_/);
    }
  });

  it("keeps a second one off its folder", async () => {
    const { code, stderr } = await run(["up"], { env });
    expect(code).toBe(1);
    expect(stderr).toContain("folder_in_use");
    expect((await fetch(`${url}/healthz`)).status, "and goes on").toBe(200);
  });

  it("takes two signals in a row for one, stops, and ends with 0", async () => {
    process.kill(up.pid, "SIGINT");
    process.kill(up.pid, "SIGINT");
    expect(await up.ended).toEqual({ code: 0, signal: null });
    expect(up.stdout().match(/^ready/gm), "printed once").toHaveLength(1);
    expect((await run(["query", "SELECT 1"], { env })).code).toBe(78);
  });

  it("leaves no store behind for others when it is killed, and starts again on what it has stored", async () => {
    up = start();
    await up.printed(ready, 60_000);
    await up.end("SIGKILL");
    const { code, stderr } = await run(["query", "SELECT 1"], { env });
    expect([code, stderr]).toEqual([78, expect.stringContaining("no store is running")]);
    up = start();
    await up.printed(ready, 60_000);
    expect(jsonLines((await run(["migrate", "status", "--json"], { env })).stdout)).toMatchObject([{ pending: [] }]);
  });

  it("stops in the middle of its start and ends with 0", async () => {
    await up.end("SIGTERM");
    up = start();
    const lock = join(env.PARAPET_DATA_FOLDER, "clickhouse/lock");
    await expect.poll(() => existsSync(lock), { timeout: 20_000, interval: 5 }).toBe(true);
    expect(await up.end("SIGTERM")).toEqual({ code: 0, signal: null });
    expect(up.stdout()).toBe("");
    expect(up.stderr()).toBe("");
  });
});
