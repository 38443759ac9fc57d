import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { silentLogger } from "@parapet/runtime";
import { isRunning, startProcess } from "@parapet/testkit";
import { startTestClickHouse } from "../testing/index.ts";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";

import { startEmbeddedClickHouse } from "./start-embedded-clickhouse.ts";

const countSchema = z.object({ n: z.coerce.number() });

describe("the embedded server", () => {
  test("comes back with its data, at the same address, when its process is killed", async () => {
    const store = await startTestClickHouse();
    onTestFinished(store.stop);
    await store.ingest.insert("ledger", [ledgerRow()], { token: "t", signal: AbortSignal.timeout(10_000) });
    const killed = pidOf(store.server);
    process.kill(killed, "SIGKILL");
    const count = () => store.read.query("SELECT count() AS n FROM ledger", {}, countSchema).catch(() => "away");
    await expect.poll(() => isRunning(killed), { timeout: 5_000 }).toBe(false);
    await expect.poll(count, { timeout: 20_000 }).toEqual([{ n: 1 }]);
    expect(pidOf(store.server)).not.toBe(killed);
  });

  test("does not hear the terminal's Ctrl-C, which is for its parent", async () => {
    const store = await startTestClickHouse({ withSchema: false });
    onTestFinished(store.stop);
    const pid = pidOf(store.server);
    process.kill(pid, "SIGINT");
    await store.read.ping();
    expect(pidOf(store.server)).toBe(pid);
  });

  test("ends with its parent, even one that is killed", async () => {
    const dataFolder = newFolder();
    const parent = startProcess({ args: ["--input-type=module", "--eval", parentProgram(dataFolder)] });
    const [, pid = ""] = await parent.printed(/pid (\d+)/, 20_000);
    expect(isRunning(Number(pid))).toBe(true);
    await parent.end("SIGKILL");
    await expect.poll(() => isRunning(Number(pid)), { timeout: 5_000 }).toBe(false);

    const next = await startEmbeddedClickHouse({ dataFolder, log: silentLogger });
    await next.stop();
  });

  test("runs once per folder", async () => {
    const dataFolder = newFolder();
    const first = await startEmbeddedClickHouse({ dataFolder, log: silentLogger });
    onTestFinished(first.stop);
    await expect(startEmbeddedClickHouse({ dataFolder, log: silentLogger })).rejects.toMatchObject({
      code: "folder_in_use",
      message: expect.stringContaining(`process ${process.pid}`) as string,
    });
  });

  test("keeps its passwords across restarts, in files that only their owner may read", async () => {
    const dataFolder = newFolder();
    const first = await startEmbeddedClickHouse({ dataFolder, log: silentLogger });
    await first.stop();
    await first.stop();
    const second = await startEmbeddedClickHouse({ dataFolder, log: silentLogger });
    onTestFinished(second.stop);
    expect(second.users).toEqual(first.users);
    expect(new Set(Object.values(second.users).map(({ password }) => password)).size).toBe(3);
    for (const name of ["passwords.json", "users.xml"]) {
      expect(statSync(join(dataFolder, "clickhouse", name)).mode & 0o077).toBe(0);
    }
  });

  test("that cannot start says where its last words are, and leaves neither process nor lock", async () => {
    const dataFolder = newFolder();
    const failure = startEmbeddedClickHouse({ dataFolder, log: silentLogger, startDeadlineMs: 1 });
    await expect(failure).rejects.toMatchObject({
      code: "embedded_failed",
      message: expect.stringContaining("console.log") as string,
    });
    expect(readdirSync(join(dataFolder, "clickhouse"))).not.toContain("lock");
  });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "parapet-embedded-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function pidOf(server: { readonly pid: () => number | undefined }): number {
  const pid = server.pid();
  if (pid === undefined) throw new Error("the server is not running");
  return pid;
}

function parentProgram(dataFolder: string): string {
  const index = JSON.stringify(join(import.meta.dirname, "../index.ts"));
  return `import { startEmbeddedClickHouse } from ${index};
    const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
    const server = await startEmbeddedClickHouse({ dataFolder: ${JSON.stringify(dataFolder)}, log: quiet });
    console.log("pid", server.pid());`;
}

function ledgerRow(): object {
  return {
    topic: "llm.spans",
    partition: 0,
    offset: "1",
    stream_id: "s",
    message_time: "2026-11-20T10:15:30.000000000Z",
    spans_stored: 1,
    spans_dead_lettered: 0,
    spans_dropped: 0,
  };
}
