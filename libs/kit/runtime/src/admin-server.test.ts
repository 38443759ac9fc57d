import { afterEach, expect, test } from "vitest";

import { createAdminServer, type AdminServer } from "./admin-server.ts";
import { ParapetError } from "./errors.ts";
import type { HealthCheck } from "./health.ts";

let server: AdminServer | undefined;
afterEach(() => server?.stop());

async function get(
  path: string,
  checks: readonly HealthCheck[] = [],
  liveness: readonly HealthCheck[] = [],
): Promise<{ status: number; body: string }> {
  server = createAdminServer({ host: "127.0.0.1", port: 0, checks, liveness, metrics: async () => "parapet_up 1\n" });
  await server.start();
  const response = await fetch(`http://127.0.0.1:${server.port()}${path}`);
  return { status: response.status, body: await response.text() };
}

test("a live process says so, whatever its dependencies do", async () => {
  const broken: HealthCheck = { name: "store", check: async () => "refused" };
  expect(await get("/healthz", [broken])).toEqual({ status: 200, body: "ok\n" });
});

test("a process that only a restart mends is neither alive nor ready, and names the part", async () => {
  const well: HealthCheck = { name: "models", check: async () => null };
  expect(await get("/healthz", [], [well])).toEqual({ status: 200, body: "ok\n" });
  await server?.stop();
  for (const path of ["/healthz", "/readyz"]) {
    const { status, body } = await get(path, [], [{ ...well, check: async () => "all sessions are lost" }]);
    expect([status, JSON.parse(body)]).toEqual([503, { healthy: false, checks: { models: "all sessions are lost" } }]);
    await server?.stop();
  }
});

test("readiness names the part that is not well", async () => {
  const checks: HealthCheck[] = [
    { name: "bus", check: async () => null },
    { name: "store", check: () => Promise.reject(new Error("connection refused")) },
  ];
  const answer = await get("/readyz", checks);
  expect(answer.status).toBe(503);
  expect(JSON.parse(answer.body)).toEqual({ healthy: false, checks: { bus: "ok", store: "connection refused" } });
});

test("metrics are served in the text format", async () => {
  expect(await get("/metrics")).toEqual({ status: 200, body: "parapet_up 1\n" });
});

test("any other path is not found", async () => {
  expect((await get("/")).status).toBe(404);
});

test("metrics that cannot be rendered are an answer, not the end of the process", async () => {
  const metrics = (): Promise<string> => Promise.reject(new ParapetError("reader_unbound", "no meter provider"));
  server = createAdminServer({ host: "127.0.0.1", port: 0, checks: [], metrics });
  await server.start();
  const response = await fetch(`http://127.0.0.1:${server.port()}/metrics`);
  expect(response.status).toBe(500);
  expect(await response.text()).toBe("cannot answer: reader_unbound\n");
});

test("a port that is taken is a failure to start", async () => {
  await get("/healthz");
  const options = { host: "127.0.0.1", port: server?.port() ?? 0, checks: [], metrics: async () => "" };
  await expect(createAdminServer(options).start()).rejects.toMatchObject({ code: "EADDRINUSE" });
});
