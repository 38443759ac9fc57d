import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** Below the ports that systems hand out for connections: none of these becomes one's local port a moment later. */
const [FIRST_PORT, END_PORT] = [20_000, 32_000];

/** Ports on loopback that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = new Map<number, Server>();
  while (servers.size < count) {
    const port = randomInt(FIRST_PORT, END_PORT);
    const server = await listenOn(port);
    if (server !== null) servers.set(port, server);
  }
  await Promise.all([...servers.values()].map((server) => once(server.close(), "close")));
  return [...servers.keys()];
}

async function listenOn(port: number): Promise<Server | null> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  return once(server, "listening").then(
    () => server,
    () => null,
  );
}
