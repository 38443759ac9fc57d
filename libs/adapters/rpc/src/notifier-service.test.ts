import type { Alert } from "@parapet/alerting";
import { silentLogger } from "@parapet/runtime";
import { afterEach, describe, expect, it } from "vitest";

import { createGrpcServer } from "./grpc-server.ts";
import { createNotifierClient, type NotifierClient } from "./notifier-client.ts";
import { notifierService } from "./notifier-service.ts";

const firing: Alert = {
  fingerprint: "00c0ffee",
  labels: { alertname: "TtftP95High", tenant: "acme" },
  annotations: { summary: "p95 is 2.1 × its baseline" },
  startsAt: "2026-03-01T12:00:00.000Z",
  status: "firing",
  generatorUrl: "http://127.0.0.1/alerts/00c0ffee",
};
const resolved: Alert = { ...firing, status: "resolved", endsAt: "2026-03-01T12:30:00.250Z" };
const never = new AbortController().signal;

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function connect(notify: (alerts: readonly Alert[]) => Promise<void>): Promise<NotifierClient> {
  const services = [notifierService({ notify }, silentLogger)];
  const server = createGrpcServer({ host: "127.0.0.1", port: 0, services, checks: [] });
  await server.start();
  const client = createNotifierClient({ address: `127.0.0.1:${server.port()}` });
  stops.push(
    () => client.close(),
    () => server.stop(),
  );
  return client;
}

describe("NotifierService.Notify", () => {
  it("hands the alerts to the sink on the other side", async () => {
    const taken: Alert[] = [];
    const client = await connect(async (alerts) => void taken.push(...alerts));
    await client.notify([firing, resolved], never);
    expect(taken).toEqual([firing, resolved]);
  });

  it("fails when the sink does not take them", async () => {
    const client = await connect(() => Promise.reject(new Error("full")));
    await expect(client.notify([firing], never)).rejects.toMatchObject({ code: "internal" });
  });

  it("refuses an alert without identity", async () => {
    const client = await connect(async () => undefined);
    await expect(client.notify([{ ...firing, fingerprint: "" }], never)).rejects.toMatchObject({
      code: "invalid_argument",
    });
  });
});
