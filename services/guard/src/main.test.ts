import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";

import { freePorts } from "@parapet/testkit";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** The guard as a process of its own; where its Kafka and its store should be nobody listens. */
async function startGuard(): Promise<string> {
  const [admin = 0, nobody = 0] = await freePorts(2);
  const child = spawn(process.execPath, ["--conditions=source", join(import.meta.dirname, "main.ts")], {
    env: {
      PATH: process.env["PATH"],
      PARAPET_KAFKA_BROKERS: `127.0.0.1:${nobody}`,
      PARAPET_CLICKHOUSE_URL: `http://127.0.0.1:${nobody}`,
      PARAPET_CLICKHOUSE_INGEST_USER: "ingest",
      PARAPET_CLICKHOUSE_INGEST_PASSWORD: "",
      PARAPET_GRPC_PORT: "0",
      PARAPET_ADMIN_PORT: String(admin),
      PARAPET_LOG_LEVEL: "silent",
    },
    stdio: "ignore",
  });
  children.push(child);
  return `http://127.0.0.1:${admin}`;
}

const report = z.object({ healthy: z.boolean(), checks: z.record(z.string(), z.string()) });

it("the guard's process is as well as its models are, whatever its store does", async () => {
  const admin = await startGuard();
  const isAlive = (): Promise<boolean> =>
    fetch(`${admin}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(isAlive, { timeout: 20_000 }).toBe(true);
  const { healthy, checks } = report.parse(await (await fetch(`${admin}/readyz`)).json());
  expect(healthy).toBe(false);
  expect(checks).toMatchObject({ models: "ok", store: expect.not.stringMatching(/^ok$/) });
});
