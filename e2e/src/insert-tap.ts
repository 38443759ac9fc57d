import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A crash may come before an insert reaches the server, or after it is stored but before anybody is told. */
export type InsertMoment = "arrived" | "stored";

/** Traffic flows all the time: an insert that does not come within this time does not come at all. */
const STRIKE_TIMEOUT_MS = 30_000;

/** Stands between an ingester and ClickHouse, and says when an insert is at a moment at which to kill the ingester. */
export interface InsertTap {
  readonly url: string;
  /** Resolves at the next such moment of an insert into `table`; that insert is never answered. */
  readonly strike: (table: string, moment: InsertMoment) => Promise<void>;
  /** From now on each insert gets a token of its own: a replay looks new, as to a store without deduplication. */
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
    const table = url.searchParams.get("param_table") ?? "";
    if (isStruck(table, "arrived")) return;
    if (!isDeduplicating) url.searchParams.set("insert_deduplication_token", randomUUID());
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
      new Promise((strike, reject) => {
        strikes = [...strikes, { table, moment, strike }];
        const late = new Error(`no insert into ${table} has ${moment} within ${STRIKE_TIMEOUT_MS} ms`);
        setTimeout(() => reject(late), STRIKE_TIMEOUT_MS).unref();
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
