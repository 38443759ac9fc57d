import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { startFaultProxy, type FaultProxy } from "./fault-proxy.ts";

const body = "x".repeat(200_000);

describe("the fault proxy", () => {
  let server: Server;
  let proxy: FaultProxy;
  /** Bodies that the server has got whole. */
  let whole: string[] = [];
  let arrived = Promise.withResolvers<void>();

  beforeEach(async () => {
    whole = [];
    arrived = Promise.withResolvers<void>();
    server = createServer((request, response) => {
      request.once("data", () => arrived.resolve());
      request
        .toArray()
        .then((chunks) => {
          whole.push(Buffer.concat(chunks).toString());
          response.end("stored");
        })
        .catch(() => undefined); // Cut in the body: no insert.
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    proxy = await startFaultProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterEach(async () => {
    await proxy.stop();
    server.closeAllConnections();
    server.close();
  });

  const insert = async (signal = AbortSignal.timeout(10_000)): Promise<string> =>
    (await fetch(`${proxy.url}/?query=INSERT+INTO+spans`, { method: "POST", body, signal })).text();
  const select = async (): Promise<string> => (await fetch(`${proxy.url}/?query=SELECT+1`, { method: "POST" })).text();

  it("passes everything on as long as nothing is to fail, and says when it is in use", async () => {
    expect(await select()).toBe("stored");
    expect(await insert()).toBe("stored");
    await proxy.inUse;
    expect(whole).toEqual(["", body]);
  });

  it("cuts an insert in the middle of its rows, which the server then never has whole", async () => {
    const struck = proxy.strike("cut_body", 2);
    await expect(insert()).rejects.toThrow();
    await expect(insert()).rejects.toThrow();
    await struck;
    expect(whole).toEqual([]);
    expect(await insert()).toBe("stored");
  });

  it("cuts off the answer to an insert that the server has stored, and to nothing else", async () => {
    const struck = proxy.strike("cut_answer");
    expect(await select()).toBe("stored");
    await expect(insert()).rejects.toThrow();
    await struck;
    expect(whole).toEqual(["", body]);
  });

  it("holds an insert at half its rows for as long as the writer lives", async () => {
    const writer = new AbortController();
    const struck = proxy.strike("hold_body");
    const inserting = insert(writer.signal);
    await struck;
    await arrived.promise;
    writer.abort();
    await expect(inserting).rejects.toThrow(/abort/);
    expect(whole).toEqual([]);
  });

  it("refuses connections for as long as it is told", async () => {
    proxy.refuse(true);
    await expect(insert()).rejects.toThrow();
    proxy.refuse(false);
    expect(await insert()).toBe("stored");
  });

  it("is as slow as it is told", async () => {
    proxy.slowDown(1_000_000);
    const begunAt = performance.now();
    expect(await insert()).toBe("stored");
    expect(performance.now() - begunAt).toBeGreaterThan(100);
  });
});
