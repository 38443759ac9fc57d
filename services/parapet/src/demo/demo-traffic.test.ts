import { createServer, type IncomingMessage, type Server } from "node:http";

import { decodeTraceRequest } from "@parapet/span";
import { addressOf, close, listen, silentLogger, systemClock } from "@parapet/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { demoTenants } from "./demo-app.ts";
import { demoHistory } from "./demo-request.ts";
import { createDemoTraffic, type DemoTraffic } from "./demo-traffic.ts";

interface Received {
  readonly url: string | undefined;
  readonly contentType: string | undefined;
  readonly authorization: string | undefined;
  readonly body: Buffer;
}

const tokens = Object.fromEntries(demoTenants.map((tenant) => [tenant, `token-of-${tenant}`]));
const options = { seed: 7, nowMs: Date.UTC(2026, 10, 21, 9, 30), days: 0.5 };

let server: Server;
let received: Received[];
let traffic: DemoTraffic;
/** Statuses to answer with, first one first; 200 when none is left. */
let statuses: number[];
let onRequest: () => void;

beforeEach(async () => {
  [received, statuses, onRequest] = [[], [], () => undefined];
  server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { "content-type": contentType, authorization } = request.headers;
      received.push({ url: request.url, contentType, authorization, body });
      response.writeHead(statuses.shift() ?? 200).end();
      onRequest();
    });
  });
  await listen(server, 0, "127.0.0.1");
  traffic = createDemoTraffic({
    ...options,
    endpoint: () => `http://127.0.0.1:${addressOf(server).port}`,
    tokens,
    fetch,
    clock: systemClock,
    log: silentLogger,
    tracesPerSecond: 100,
  });
});

afterEach(async () => {
  await traffic.stop();
  await close(server, 0);
});

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

describe("the demo's traffic", () => {
  it("sends its history as OTLP over HTTP, each tenant's with its token", async () => {
    const expected = [...demoHistory(options)];
    const spans = await traffic.sendHistory(AbortSignal.timeout(10_000));
    expect(spans).toBe(expected.reduce((sum, { spanCount }) => sum + spanCount, 0));
    expect(received).toEqual(
      expected.map(({ tenant, body }) => ({
        url: "/v1/traces",
        contentType: "application/x-protobuf",
        authorization: `Bearer token-of-${tenant}`,
        body: Buffer.from(body),
      })),
    );
  });

  it("sends a request again that the gateway could not take", async () => {
    statuses = [503];
    await traffic.sendHistory(AbortSignal.timeout(10_000));
    expect(received[1]).toEqual(received[0]);
    expect(received).toHaveLength([...demoHistory(options)].length + 1);
  });

  it("gives up on a request that the gateway refuses, and says which tenant's", async () => {
    statuses = [401];
    await expect(traffic.sendHistory(AbortSignal.timeout(10_000))).rejects.toThrow(/401.*tenant \w+; check its token/);
    expect(received).toHaveLength(1);
  });

  it("goes on live until it is stopped, also after a failure", async () => {
    statuses = [500];
    const third = new Promise<void>((resolve) => {
      onRequest = () => {
        if (received.length === 3) resolve();
      };
    });
    await traffic.start();
    await third;
    await traffic.stop();
    const sent = received.length;
    expect(decodeTraceRequest(received[2]?.body ?? Buffer.of())).toMatchObject({ kind: "ok" });
    await traffic.stop();
    expect(received).toHaveLength(sent);
  });
});
