import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

import type { HealthCheck, Service } from "@parapet/runtime";
import { credentials, makeGenericClientConstructor } from "@grpc/grpc-js";
import { service as healthDefinition } from "grpc-health-check";
import { afterEach, expect, it } from "vitest";

import { createServiceProcess } from "./service-process.ts";

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** Ports that were free a moment ago. */
async function freePorts(): Promise<{ readonly admin: number; readonly grpc: number }> {
  const servers = [createServer(), createServer()];
  for (const server of servers) await once(server.listen(0, "127.0.0.1"), "listening");
  const [admin = 0, grpc = 0] = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) await once(server.close(), "close");
  return { admin, grpc };
}

/** The status that a gRPC probe is told. */
async function grpcHealth(port: number): Promise<unknown> {
  const Client = makeGenericClientConstructor(healthDefinition, "grpc.health.v1.Health");
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  try {
    return await new Promise((resolve, reject) => {
      client["check"]?.({ service: "" }, (error: Error | null, answer: { status: unknown }) =>
        error === null ? resolve(answer.status) : reject(error),
      );
    });
  } finally {
    client.close();
  }
}

it("asks for a restart, and for nobody to be sent to it, while a part of it cannot be mended otherwise", async () => {
  const ports = await freePorts();
  let complaint: string | null = null;
  const models: HealthCheck = { name: "models", check: async () => complaint };
  const store: HealthCheck = { name: "store", check: async () => null };
  const settings = {
    PARAPET_LISTEN_HOST: "127.0.0.1",
    PARAPET_GRPC_PORT: ports.grpc,
    PARAPET_ADMIN_PORT: ports.admin,
    PARAPET_LOG_LEVEL: "silent",
  } as const;
  const build = (): { services: Service[]; checks: HealthCheck[]; liveness: HealthCheck[] } => {
    return { services: [], checks: [store], liveness: [models] };
  };
  const service = await createServiceProcess({ name: "test", version: "0", settings, build });
  stops.push(() => service.stop());
  const statusOf = async (path: string): Promise<number> =>
    (await fetch(`http://127.0.0.1:${ports.admin}${path}`)).status;
  complaint = "all sessions are lost";
  await service.start();
  expect([await statusOf("/healthz"), await statusOf("/readyz")]).toEqual([503, 503]);
  expect(await grpcHealth(ports.grpc)).toBe("NOT_SERVING");
  complaint = null;
  expect([await statusOf("/healthz"), await statusOf("/readyz")]).toEqual([200, 200]);
});
