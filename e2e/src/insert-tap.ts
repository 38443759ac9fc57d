import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A crash may come before an insert reaches the server, or after it is stored but before anybody is told. */
export type InsertMoment = "arrived" | "stored";

/** Stands between an ingester and ClickHouse, and says when an insert is at a moment at which to kill the ingester. */
export interface InsertTap {
  readonly url: string;
  /** Resolves at the next such moment of an insert into `table`; that insert is never answered. */
  readonly strike: (table: string, moment: InsertMoment) => Promise<void>;
  /** From now on the server is told to keep what it was already given: what a store without deduplication would do. */
  readonly disableDeduplication: () => void;
  readonly stop: () => Promise<void>;
}

interface Strike {
  readonly table: string;
  readonly moment: InsertMoment;
  readonly strike: () => void;
}

export async function startInsertTap(serverUrl: string): Promise<InsertTap> {
  let strikes: readonly Strike[] = [];
  let isDeduplicating = true;
  const isStruck = (table: string, moment: InsertMoment): boolean => {
    const due = strikes.filter((each) => each.table === table && each.moment === moment);
    strikes = strikes.filter((each) => !due.includes(each));
    for (const each of due) each.strike();
    return due.length > 0;
  };
  const pass = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(incoming.url ?? "/", serverUrl);
    const table = /^INSERT INTO (\w+)/.exec(url.searchParams.get("query") ?? "")?.[1] ?? "";
    if (isStruck(table, "arrived")) return;
    if (!isDeduplicating) url.searchParams.set("insert_deduplicate", "0");
    const outgoing = request(url, { method: incoming.method ?? "GET", headers: incoming.headers });
    incoming.pipe(outgoing);
    const [answer]: IncomingMessage[] = await once(outgoing, "response");
    if (answer === undefined) throw new Error("a response event without a response");
    const body = Buffer.concat(await answer.toArray());
    if (isStruck(table, "stored")) return;
    response.writeHead(answer.statusCode ?? 502, answer.headers).end(body);
  };
  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => response.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    strike: (table, moment) =>
      new Promise((strike) => {
        strikes = [...strikes, { table, moment, strike }];
      }),
    disableDeduplication: () => {
      isDeduplicating = false;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
