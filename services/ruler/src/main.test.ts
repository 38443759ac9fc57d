import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import type { Alert } from "@parapet/alerting";
import { createBlockSink } from "@parapet/clickhouse";
import { createGrpcServer, notifierService } from "@parapet/rpc";
import { silentLogger } from "@parapet/runtime";
import { startTestClickHouse } from "@parapet/clickhouse/testing";
import { afterEach, describe, expect, it } from "vitest";

const stops: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

function spawnRuler(env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, ["--conditions=source", join(import.meta.dirname, "main.ts")], {
    env: {
      PATH: process.env["PATH"],
      PARAPET_ADMIN_PORT: "0",
      PARAPET_GRPC_PORT: "0",
      PARAPET_LOG_LEVEL: "silent",
      ...env,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  stops.push(() => {
    if (child.exitCode === null) child.kill("SIGKILL");
  });
  return child;
}

/** A rules file with one rule, that one injection is too many. */
function writeRules(rule: object): string {
  const folder = mkdtempSync(join(tmpdir(), "parapet-rules-"));
  stops.push(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "rules.json");
  writeFileSync(file, JSON.stringify({ useDefaults: false, rules: [rule] }));
  return file;
}

/** Never reached: the settings are refused before. */
const nowhere = {
  PARAPET_CLICKHOUSE_URL: "http://127.0.0.1:1",
  PARAPET_CLICKHOUSE_READ_USER: "read",
  PARAPET_CLICKHOUSE_INGEST_USER: "ingest",
  PARAPET_NOTIFIER_ADDRESS: "127.0.0.1:1",
};

describe("the ruler as a process of its own", () => {
  it("tells a notifier by gRPC what it finds in ClickHouse, and stops when told to", async () => {
    const store = await startTestClickHouse();
    stops.push(store.stop);
    const told = Promise.withResolvers<readonly Alert[]>();
    const sink = { notify: async (alerts: readonly Alert[]): Promise<void> => told.resolve(alerts) };
    const notifier = createGrpcServer({
      host: "127.0.0.1",
      port: 0,
      services: [notifierService(sink, silentLogger)],
      checks: [],
    });
    await notifier.start();
    stops.push(notifier.stop);
    const finding = {
      tenant: "acme",
      trace_id: "f".repeat(32),
      span_id: "e".repeat(16),
      category: "injection",
      start_time: new Date(Date.now() - 60_000).toISOString(),
    };
    await createBlockSink(store.ingest).write(
      [{ table: "findings", rows: [finding] }],
      "test",
      AbortSignal.timeout(10_000),
    );
    const { read, ingest } = store.server.users;
    const child = spawnRuler({
      PARAPET_CLICKHOUSE_URL: store.server.url,
      PARAPET_CLICKHOUSE_DATABASE: store.read.database,
      PARAPET_CLICKHOUSE_READ_USER: read.username,
      PARAPET_CLICKHOUSE_READ_PASSWORD: read.password,
      PARAPET_CLICKHOUSE_INGEST_USER: ingest.username,
      PARAPET_CLICKHOUSE_INGEST_PASSWORD: ingest.password,
      PARAPET_NOTIFIER_ADDRESS: `127.0.0.1:${notifier.port()}`,
      PARAPET_RULES_FILE: writeRules({ kind: "findings_rate", name: "Injections", window: "1h", maxFindings: 0 }),
      PARAPET_EXTERNAL_URL: "http://parapet.example",
    });
    const [alert] = await told.promise;
    expect(alert).toMatchObject({
      status: "firing",
      labels: { alertname: "Injections", tenant: "acme", category: "injection", severity: "critical" },
      annotations: { value: "1", trace_ids: finding.trace_id },
      generatorUrl: `http://parapet.example/alerts/${alert?.fingerprint}`,
    });
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  it.each([
    {
      label: "an address missing",
      env: { PARAPET_NOTIFIER_ADDRESS: "" },
      complaint: /PARAPET_NOTIFIER_ADDRESS: .*host:port/,
    },
    {
      label: "a rules file that is not there",
      env: { PARAPET_RULES_FILE: "/nowhere/rules.json" },
      complaint: /PARAPET_RULES_FILE: \/nowhere\/rules.json cannot be read/,
    },
  ])("refuses to start with $label", async ({ env, complaint }) => {
    expect(await refusal(env)).toMatch(complaint);
  });

  it("refuses to start with a rule that can never fire, and says which", async () => {
    const windows = [{ long: "1h", short: "5m", budgetPercent: 2, severity: "critical", minBadEvents: 5 }];
    const file = writeRules({ kind: "slo_burn", name: "Burn", slo: "quality", objective: 0.9, windows });
    expect(await refusal({ PARAPET_RULES_FILE: file })).toContain("rules.0.windows.0: can never fire");
  });

  async function refusal(env: Record<string, string>): Promise<string> {
    const child = spawnRuler({ ...nowhere, ...env });
    const [said, [code]] = await Promise.all([child.stderr === null ? "" : text(child.stderr), once(child, "exit")]);
    expect(code).toBe(78);
    return said;
  }
});
