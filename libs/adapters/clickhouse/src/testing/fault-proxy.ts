import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** What becomes of connections to the proxy. */
export type Fault =
  | { readonly kind: "none" }
  /** The client's bytes go no further than `bytes`; then its connection is reset. */
  | { readonly kind: "reset_request"; readonly bytes: number }
  /** The server gets and does all; the client's connection is reset before it hears of it. */
  | { readonly kind: "lose_answer" }
  /** Nothing is passed on, and nothing said. */
  | { readonly kind: "silence" };

/** A TCP proxy before a server, whose faults a test chooses. */
export interface FaultProxy {
  readonly url: string;
  /** Holds for connections that are opened from now on; those that are open end. */
  readonly set: (fault: Fault) => void;
  readonly stop: () => Promise<void>;
}

export async function startFaultProxy(targetUrl: string): Promise<FaultProxy> {
  const target = new URL(targetUrl);
  const open = new Set<Socket>();
  let fault: Fault = { kind: "none" };
  const hold = (socket: Socket): void => {
    open.add(socket);
    socket.on("error", () => socket.destroy()); // Faults are what it is for.
    socket.on("close", () => open.delete(socket));
  };
  const endAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  const server = createServer((client) => {
    hold(client);
    if (fault.kind === "silence") return;
    const upstream = connect(Number(target.port), target.hostname);
    hold(upstream);
    passOn(client, upstream, fault);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    set: (next) => {
      fault = next;
      endAll();
    },
    stop: async () => {
      endAll();
      server.close();
      await once(server, "close");
    },
  };
}

function passOn(client: Socket, upstream: Socket, fault: Fault): void {
  let received = 0;
  client.on("data", (chunk) => {
    received += chunk.length;
    const isCut = fault.kind === "reset_request" && received > fault.bytes;
    upstream.write(isCut ? chunk.subarray(0, Math.max(0, chunk.length - (received - fault.bytes))) : chunk);
    if (isCut) client.resetAndDestroy();
  });
  upstream.on("data", (chunk) => {
    if (fault.kind === "lose_answer") client.resetAndDestroy();
    else client.write(chunk);
  });
  client.on("close", () => upstream.destroy());
  upstream.on("close", () => client.destroy());
}
