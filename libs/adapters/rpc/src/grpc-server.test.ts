import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { credentials, makeGenericClientConstructor, Metadata, status, type ServiceError } from "@grpc/grpc-js";
import { silentLogger, type HealthCheck } from "@parapet/runtime";
import { service as healthDefinition } from "grpc-health-check";
import { afterEach, describe, expect, it } from "vitest";

import { createGrpcServer, type GrpcServer, type GrpcServerOptions, type TlsFiles } from "./grpc-server.ts";
import { rawService, type RawHandler } from "./raw-service.ts";

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serve(options: Partial<GrpcServerOptions> = {}): Promise<GrpcServer> {
  const server = createGrpcServer({ host: "127.0.0.1", port: 0, services: [], checks: [], ...options });
  await server.start();
  stops.push(() => server.stop());
  return server;
}

const echo = (handler: RawHandler): Partial<GrpcServerOptions> => ({
  services: [rawService("test.Echo", { Say: handler }, silentLogger)],
});

/** Calls a raw method; `gzip` compresses the request as a client with compression on would. */
function say(
  port: number,
  body: Uint8Array,
  { gzip = false, tls = credentials.createInsecure() } = {},
): Promise<Buffer> {
  const Client = makeGenericClientConstructor({}, "test.Echo");
  const options = gzip ? { "grpc.default_compression_algorithm": 2 } : {};
  const client = new Client(`localhost:${port}`, tls, { ...options, "grpc.max_send_message_length": -1 });
  stops.unshift(() => client.close());
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      "/test.Echo/Say",
      (bytes: Uint8Array) => Buffer.from(bytes),
      (bytes: Buffer) => bytes,
      body,
      new Metadata(),
      { deadline: Date.now() + 10_000 },
      (error: ServiceError | null, answer?: Buffer) => (answer === undefined ? reject(error) : resolve(answer)),
    );
  });
}

/** The statuses that a watcher of the server's health is told, as they come. */
async function* watchHealth(port: number): AsyncGenerator<string> {
  const Client = makeGenericClientConstructor(healthDefinition, "Health");
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const call = client["watch"]?.({ service: "" });
  try {
    for await (const { status: serving } of call as unknown as AsyncIterable<{ status: string }>) yield serving;
  } finally {
    client.close();
  }
}

describe("a gRPC server", () => {
  it("passes the bytes of a raw service through", async () => {
    const server = await serve(echo(async (request) => request.toReversed()));
    expect([...(await say(server.port(), Uint8Array.of(1, 2, 255)))]).toEqual([255, 2, 1]);
    expect(await say(server.port(), new Uint8Array())).toHaveLength(0);
  });

  it("reads gzip", async () => {
    const server = await serve(echo(async (request) => Buffer.from(String(request.length))));
    expect((await say(server.port(), Buffer.alloc(1_000_000), { gzip: true })).toString()).toBe("1000000");
  });

  it("refuses what is larger than its limit, plain or unfolded, and counts it", async () => {
    let unread = 0;
    const server = await serve({
      ...echo(async (request) => Buffer.from(String(request.length))),
      maxMessageBytes: 100_000,
      onUnread: () => {
        unread += 1;
      },
    });
    const bomb = Buffer.alloc(10_000_000);
    expect(gzipSync(bomb).length).toBeLessThan(100_000);
    const refusal = { code: status.RESOURCE_EXHAUSTED };
    await expect(say(server.port(), Buffer.alloc(100_001))).rejects.toMatchObject(refusal);
    await expect(say(server.port(), bomb, { gzip: true })).rejects.toMatchObject(refusal);
    expect((await say(server.port(), Buffer.alloc(100_000))).toString()).toBe("100000");
    await expect.poll(() => unread).toBe(2);
  });

  it("says which address is taken", async () => {
    const first = await serve();
    await expect(serve({ port: first.port() })).rejects.toMatchObject({ code: "listen_failed" });
  });

  it("follows its checks in the health service", async () => {
    let complaint: string | null = null;
    const check: HealthCheck = { name: "store", check: async () => complaint };
    const server = await serve({ checks: [check], healthIntervalMs: 10 });
    const watcher = watchHealth(server.port());
    expect((await watcher.next()).value).toBe("SERVING");
    complaint = "gone";
    expect((await watcher.next()).value).toBe("NOT_SERVING");
    complaint = null;
    expect((await watcher.next()).value).toBe("SERVING");
    await watcher.return(undefined);
  });

  it("answers the call in hand before it stops", async () => {
    const entered = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const server = await serve(
      echo(async (request) => {
        entered.resolve();
        await release.promise;
        return request;
      }),
    );
    const answer = say(server.port(), Uint8Array.of(7));
    await entered.promise;
    const stopped = server.stop();
    release.resolve();
    expect([...(await answer)]).toEqual([7]);
    await stopped;
    await server.stop();
  });

  it("cuts off a call that outlasts the grace of a stop", async () => {
    const entered = Promise.withResolvers<void>();
    const server = await serve({
      stopGraceMs: 20,
      ...echo(() => {
        entered.resolve();
        return new Promise(() => undefined);
      }),
    });
    const answer = say(server.port(), Uint8Array.of(7));
    answer.catch(() => undefined);
    await entered.promise;
    await server.stop();
    await expect(answer).rejects.toThrow();
  });
});

/** A self-signed certificate of `localhost`; null where openssl is missing. */
function selfSigned(): TlsFiles | null {
  const folder = mkdtempSync(join(tmpdir(), "parapet-tls-"));
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  try {
    execFileSync(
      "openssl",
      [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "1",
        "-keyout",
        key,
        "-out",
        cert,
        ...subject,
      ],
      { stdio: "ignore" },
    );
  } catch {
    return null;
  }
  return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
}

const tls = selfSigned();

describe.skipIf(tls === null)("a gRPC server with a certificate", () => {
  it("speaks TLS only", async () => {
    if (tls === null) return;
    const server = await serve({ tls, ...echo(async (request) => request) });
    const trusting = credentials.createSsl(Buffer.from(tls.cert));
    expect([...(await say(server.port(), Uint8Array.of(1), { tls: trusting }))]).toEqual([1]);
    await expect(say(server.port(), Uint8Array.of(1))).rejects.toMatchObject({ code: status.UNAVAILABLE });
  });

  it("asks callers for theirs where an authority is set", async () => {
    if (tls === null) return;
    const server = await serve({ tls: { ...tls, ca: tls.cert }, ...echo(async (request) => request) });
    const stranger = credentials.createSsl(Buffer.from(tls.cert));
    const known = credentials.createSsl(Buffer.from(tls.cert), Buffer.from(tls.key), Buffer.from(tls.cert));
    await expect(say(server.port(), Uint8Array.of(1), { tls: stranger })).rejects.toMatchObject({
      code: status.UNAVAILABLE,
    });
    expect([...(await say(server.port(), Uint8Array.of(1), { tls: known }))]).toEqual([1]);
  });
});
