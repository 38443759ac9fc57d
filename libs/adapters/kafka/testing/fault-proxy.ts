import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** Stands between a client and a server of 127.0.0.1, and can fail in the two ways that matter to delivery. */
export interface FaultProxy {
  readonly port: number;
  /** While true, every connection is cut as soon as it is made. */
  isRefusing: boolean;
  /** This many of the next answers are cut off when they arrive: the server has done what it was asked. */
  answersToLose: number;
  readonly stop: () => Promise<void>;
}

export async function startFaultProxy(targetPort: number): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
  };
  const server = createServer((caller) => {
    keep(caller);
    if (proxy.isRefusing) return caller.destroy();
    const target = keep(connect(targetPort, "127.0.0.1"));
    caller.pipe(target).on("close", () => caller.destroy());
    caller.on("close", () => target.destroy());
    target.on("data", (chunk) => {
      if (proxy.answersToLose === 0) return caller.write(chunk);
      proxy.answersToLose -= 1;
      return target.destroy();
    });
    return undefined;
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const proxy: FaultProxy = {
    port: typeof address === "object" && address !== null ? address.port : 0,
    isRefusing: false,
    answersToLose: 0,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await once(server.close(), "close");
    },
  };
  return proxy;
}
