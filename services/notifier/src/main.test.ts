import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { fingerprintLabels, type Alert } from "@parapet/alerting";
import { createNotifierClient } from "@parapet/rpc";
import { addressOf, close, listen } from "@parapet/runtime";
import { afterEach, describe, expect, it } from "vitest";

import { verifyWebhookSignature } from "./receivers/webhook/webhook-signature.ts";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const stops: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

function spawnNotifier(env: Record<string, string>): ChildProcess {
  const main = join(import.meta.dirname, "main.ts");
  const child = spawn(process.execPath, ["--conditions=source", main], {
    env: { PATH: process.env["PATH"], PARAPET_ADMIN_PORT: "0", PARAPET_LOG_LEVEL: "silent", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  stops.push(() => {
    if (child.exitCode === null) child.kill("SIGKILL");
  });
  return child;
}

/** A port of loopback that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await listen(server, 0, "127.0.0.1");
  const { port } = addressOf(server);
  await close(server, 0);
  return port;
}

const labels = { alertname: "Burn", tenant: "acme", severity: "critical" };
const alert: Alert = {
  fingerprint: fingerprintLabels(labels),
  labels,
  annotations: { summary: "Burning 30x" },
  startsAt: "2026-11-22T10:00:00.000Z",
  endsAt: "2026-11-22T10:05:00.000Z",
  status: "firing",
  generatorUrl: "http://127.0.0.1:8080/alerts/1",
};

describe("the notifier as a process of its own", () => {
  it("takes alerts by gRPC, brings them to a webhook, and stops when told to", async () => {
    const received = Promise.withResolvers<{ body: string; headers: Record<string, unknown> }>();
    const target = createServer((request, response) => {
      void text(request).then((body) => received.resolve({ body, headers: request.headers }));
      response.end();
    });
    await listen(target, 0, "127.0.0.1");
    stops.push(() => close(target, 0));
    const port = await freePort();
    const child = spawnNotifier({
      PARAPET_GRPC_PORT: String(port),
      PARAPET_WEBHOOK_URL: `http://127.0.0.1:${addressOf(target).port}/`,
      PARAPET_WEBHOOK_SECRET: secret,
    });
    const client = createNotifierClient({ address: `127.0.0.1:${port}` });
    stops.push(() => client.close());
    const tell = (): Promise<string> =>
      client.notify([alert], AbortSignal.timeout(5_000)).then(
        () => "told",
        () => "not yet",
      );
    await expect.poll(tell, { timeout: 20_000, interval: 100 }).toBe("told");
    const { body, headers } = await received.promise;
    expect(JSON.parse(body).alerts).toMatchObject([
      { fingerprint: alert.fingerprint, labels, startsAt: alert.startsAt, generatorURL: alert.generatorUrl },
    ]);
    const message = { id: String(headers["webhook-id"]), timestamp: String(headers["webhook-timestamp"]), body };
    expect(verifyWebhookSignature(message, String(headers["webhook-signature"]), { secret, nowMs: Date.now() })).toBe(
      "valid",
    );
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  it.each([
    {
      label: "a webhook without a secret",
      env: { PARAPET_WEBHOOK_URL: "http://127.0.0.1:1/" },
      complaint: /PARAPET_WEBHOOK_SECRET: is missing/,
    },
    {
      label: "a secret that is none",
      env: { PARAPET_WEBHOOK_SECRET: "hunter2" },
      complaint: /PARAPET_WEBHOOK_SECRET: is no signing secret; set it to whsec_/,
    },
    {
      label: "an address that is none",
      env: { PARAPET_ALERTMANAGER_URLS: "alertmanager:9093" },
      complaint: /PARAPET_ALERTMANAGER_URLS: /,
    },
  ])("refuses to start with $label, and names the setting but not its value", async ({ env, complaint }) => {
    const child = spawnNotifier(env);
    const [said, [code]] = await Promise.all([child.stderr === null ? "" : text(child.stderr), once(child, "exit")]);
    expect(code).toBe(78);
    expect(said).toMatch(complaint);
    expect(said).not.toContain("hunter2");
  });
});
