import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { clickhouseAvailability } from "@parapet/clickhouse/testing";
import { addressOf, close, listen } from "@parapet/runtime";
import { afterAll, describe, expect, it } from "vitest";

import { examineNode } from "../doctor/examinations.ts";
import { runCommand } from "../testing/run-command.ts";
import { doctorCommand } from "./doctor.ts";

const folder = mkdtempSync(join(tmpdir(), "parapet-doctor-"));
afterAll(() => rmSync(folder, { recursive: true }));

const names = ["node", "settings", "ports", "folder", "models", "clickhouse", "schema", "windows", "logs", "kafka"];

async function examine(env: Record<string, string>) {
  const { stdout, exitCode } = await runCommand(doctorCommand, {
    env: { PARAPET_DATA_FOLDER: join(folder, "data"), ...env },
  });
  const lines = stdout.trimEnd().split("\n");
  expect(
    lines.map((line) => line.split(/\s+/)[1]),
    "one line an examination",
  ).toEqual(names);
  const wrong = Object.fromEntries(
    lines.filter((line) => line.startsWith("wrong")).map((line) => [line.split(/\s+/)[1], line]),
  );
  return { stdout, exitCode, wrong };
}

describe("doctor", () => {
  it.skipIf(clickhouseAvailability(process.env) !== null)(
    "finds nothing wrong with a machine as it should be",
    async () => {
      const { exitCode, wrong, stdout } = await examine({});
      expect(wrong).toEqual({});
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/can be used: PARAPET_DATA_FOLDER\n/);
    },
  );

  it("names what is wrong, and ends with 1", async () => {
    const busy = createServer();
    await listen(busy, 0, "127.0.0.1");
    const file = join(folder, "file");
    writeFileSync(file, "");
    const { exitCode, wrong } = await examine({
      PARAPET_CONSOLE_PORT: String(addressOf(busy).port),
      PARAPET_DATA_FOLDER: join(file, "data"),
      PARAPET_MODELS_FOLDER: join(folder, "absent"),
    });
    await close(busy, 0);
    expect(exitCode).toBe(1);
    expect(wrong).toMatchObject({
      ports: expect.stringContaining("PARAPET_CONSOLE_PORT: port"),
      folder: expect.stringContaining("PARAPET_DATA_FOLDER"),
      models: expect.stringContaining("PARAPET_MODELS_FOLDER"),
    });
    expect(Object.keys(wrong)).toEqual(["ports", "folder", "models"]);
  });

  it("names the detector whose own weights cannot be used, though the other models serve", async () => {
    const file = join(folder, "models.yaml");
    const model = { folder: "absent", detector: "toxicity", category: "toxicity", labels: ["toxic"], threshold: 0.5 };
    writeFileSync(file, JSON.stringify({ models: [model] }));
    const { exitCode, wrong } = await examine({ PARAPET_MODELS_FILE: file });
    expect(exitCode).toBe(1);
    expect(wrong["models"]).toMatch(/no model looks for toxicity: .*absent\/config\.json cannot be read/);
  });

  it("says what a service that cannot be reached is, and never a secret", async () => {
    const secrets = ["hunter2-clickhouse", "hunter2-webhook", "hunter2-console", "hunter2-hash-key", "hunter2-kafka"];
    const { stdout, wrong } = await examine({
      PARAPET_CLICKHOUSE_URL: "http://127.0.0.1:9",
      PARAPET_CLICKHOUSE_INGEST_USER: "ingest",
      PARAPET_CLICKHOUSE_INGEST_PASSWORD: "hunter2-clickhouse",
      PARAPET_CLICKHOUSE_READ_USER: "read",
      PARAPET_CLICKHOUSE_READ_PASSWORD: "hunter2-clickhouse",
      PARAPET_WEBHOOK_URL: "http://127.0.0.1:9/hook",
      PARAPET_WEBHOOK_SECRET: "hunter2-webhook",
      PARAPET_CONSOLE_TOKEN: "hunter2-console-token",
      PARAPET_HASH_KEY: "hunter2-hash-key",
      PARAPET_KAFKA_PASSWORD: "hunter2-kafka",
    });
    expect(wrong).toMatchObject({
      settings: expect.stringContaining("PARAPET_WEBHOOK_SECRET"),
      clickhouse: expect.stringContaining("store_unavailable"),
    });
    for (const secret of secrets) expect(stdout).not.toContain(secret);
  });
});

it("an older Node is told apart", () => {
  expect(examineNode("24.0.0")).toBe("Node 24.0.0");
  expect(() => examineNode("22.11.0")).toThrow("too old");
});
