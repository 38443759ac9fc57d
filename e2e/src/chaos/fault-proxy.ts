import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/**
 * What befalls one insert: it is cut in the middle of its rows, or its answer is cut off when the server has stored it;
 * or it is held at one of these two moments until the writer has gone, so that a writer can be killed there.
 */
export type InsertFault = "cut_body" | "cut_answer" | "hold_body" | "hold_answer";

/** Stands between one writer and a ClickHouse on loopback. */
export interface FaultProxy {
  readonly url: string;
  /** While true, connections are cut as soon as they are made, and those that were there are cut at once. */
  readonly refuse: (isRefusing: boolean) => void;
  /** How fast requests pass from now on; null for as fast as they come. */
  readonly slowDown: (bytesPerSecond: number | null) => void;
  /** Lets the next `count` inserts fail so; resolves when the last of them does. */
  readonly strike: (fault: InsertFault, count?: number) => Promise<void>;
  /** Resolves when the first insert has come. */
  readonly inUse: Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Strike {
  readonly fault: InsertFault;
  left: number;
  readonly struck: () => void;
}

/** What all connections of a proxy share. */
interface ProxyState {
  isRefusing: boolean;
  bytesPerSecond: number | null;
  strikes: Strike[];
  readonly onInsert: () => void;
  readonly sockets: Set<Socket>;
}

export async function startFaultProxy(targetUrl: string): Promise<FaultProxy> {
  const target = new URL(targetUrl);
  const inUse = Promise.withResolvers<void>();
  const shared = { onInsert: inUse.resolve, sockets: new Set<Socket>() };
  const state: ProxyState = { isRefusing: false, bytesPerSecond: null, strikes: [], ...shared };
  const cutAll = (): void => {
    for (const socket of state.sockets) socket.destroy();
  };
  const server = createServer((caller) => {
    keep(state, caller);
    if (state.isRefusing) caller.destroy();
    else passOn(caller, keep(state, connect(Number(target.port), target.hostname)), state);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse: (isRefusing) => {
      state.isRefusing = isRefusing;
      if (isRefusing) cutAll();
    },
    slowDown: (bytesPerSecond) => {
      state.bytesPerSecond = bytesPerSecond;
    },
    strike: (fault, count = 1) =>
      new Promise((struck) => {
        state.strikes.push({ fault, left: count, struck });
      }),
    inUse: inUse.promise,
    stop: async () => {
      cutAll();
      if (server.listening) await once(server.close(), "close");
    },
  };
}

function keep({ sockets }: ProxyState, socket: Socket): Socket {
  sockets.add(socket);
  return socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
}

/** One connection. The client sends a request only after the answer to the last one, so a head begins a chunk. */
function passOn(caller: Socket, target: Socket, state: ProxyState): void {
  let fault: InsertFault | null = null;
  caller.on("close", () => target.destroy());
  target.on("close", () => caller.destroy());
  caller.on("data", (chunk) => {
    if (isInsertHead(chunk)) fault = takeFault(state);
    if (fault === "cut_body" || fault === "hold_body") return stopInBody(caller, target, { chunk, fault });
    target.write(chunk);
    if (state.bytesPerSecond !== null) void pauseFor(caller, (chunk.length / state.bytesPerSecond) * 1_000);
  });
  target.on("data", (chunk) => {
    if (fault === null) caller.write(chunk);
    else if (fault === "cut_answer") caller.destroy();
    // Held: the writer waits for an answer that it does not live to see.
  });
}

function isInsertHead(chunk: Buffer): boolean {
  return chunk.subarray(0, 5).toString("latin1") === "POST " && /INSERT|insert/.test(chunk.toString("latin1", 0, 600));
}

function takeFault(state: ProxyState): InsertFault | null {
  state.onInsert();
  const [strike] = state.strikes;
  if (strike === undefined) return null;
  strike.left -= 1;
  if (strike.left === 0) {
    state.strikes.shift();
    strike.struck();
  }
  return strike.fault;
}

/** Passes half of the first bytes of the body on. The server then waits for the rest, or sees the connection end. */
function stopInBody(
  caller: Socket,
  target: Socket,
  { chunk, fault }: { readonly chunk: Buffer; readonly fault: InsertFault },
): void {
  const head = chunk.indexOf("\r\n\r\n");
  const bodyStart = isInsertHead(chunk) && head !== -1 ? head + 4 : 0;
  const body = chunk.length - bodyStart;
  target.write(chunk.subarray(0, bodyStart + Math.ceil(body / 2)));
  if (body === 0) return; // The head alone: the body is still to come.
  caller.pause();
  if (fault === "cut_body") {
    caller.destroy();
    target.destroy();
  }
}

async function pauseFor(socket: Socket, ms: number): Promise<void> {
  socket.pause();
  await delay(ms);
  socket.resume();
}
