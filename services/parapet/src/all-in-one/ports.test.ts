import { createServer, type Server } from "node:net";

import { ConfigError } from "@parapet/runtime";
import { afterEach, describe, expect, it } from "vitest";

import { choosePorts, type PortSettings } from "./ports.ts";
import { probePort } from "./probe-port.ts";

const host = "127.0.0.1";
const anyPorts: PortSettings = {
  PARAPET_LISTEN_HOST: host,
  PARAPET_OTLP_GRPC_PORT: 0,
  PARAPET_OTLP_HTTP_PORT: 0,
  PARAPET_GRPC_PORT: 0,
  PARAPET_CONSOLE_PORT: 0,
  PARAPET_ADMIN_PORT: 0,
};

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A port that somebody else listens on. */
async function busyPort(): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function freePort(): Promise<number> {
  const probe = await probePort(0, host);
  return probe.kind === "free" ? probe.port : 0;
}

describe("the ports of an all-in-one", () => {
  it("are different free ones where 0 is set", async () => {
    const ports = Object.values(await choosePorts(anyPorts));
    expect(new Set(ports).size).toBe(5);
    for (const port of ports) expect((await probePort(port, host)).kind).toBe("free");
  });

  it("are those that were set", async () => {
    const port = await freePort();
    expect(await choosePorts({ ...anyPorts, PARAPET_CONSOLE_PORT: port })).toMatchObject({ console: port });
  });

  it("evade what is busy, or given to another service, where nothing was set", async () => {
    const { PARAPET_GRPC_PORT: _, ...unset } = anyPorts;
    const ports = await choosePorts({ ...unset, PARAPET_CONSOLE_PORT: 9090 });
    expect(ports.console).toBe(9090);
    expect(ports.grpc).not.toBe(9090);
  });

  it("name the setting when the port that was set is busy", async () => {
    const port = await busyPort();
    await expect(choosePorts({ ...anyPorts, PARAPET_CONSOLE_PORT: port })).rejects.toThrow(
      new ConfigError(
        `PARAPET_CONSOLE_PORT: port ${port} of ${host} is in use; end what listens there, or set another, 0 for any free one`,
      ),
    );
  });

  it("name both settings when a port is set twice", async () => {
    const port = await freePort();
    const twice = { ...anyPorts, PARAPET_CONSOLE_PORT: port, PARAPET_ADMIN_PORT: port };
    await expect(choosePorts(twice)).rejects.toThrow(
      `PARAPET_CONSOLE_PORT and PARAPET_ADMIN_PORT are both ${port}; give each its own`,
    );
  });

  it("name the host when it is not one of this machine", async () => {
    const elsewhere = { ...anyPorts, PARAPET_LISTEN_HOST: "203.0.113.1" };
    await expect(choosePorts(elsewhere)).rejects.toThrow("PARAPET_LISTEN_HOST: cannot be listened on (EADDRNOTAVAIL)");
  });
});
