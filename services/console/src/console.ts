import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import type { ClickHouse } from "@parapet/clickhouse";
import { addressOf, close, describeError, listen, type Logger, type Service } from "@parapet/runtime";

import { readAsset } from "./assets.ts";
import { answerApi } from "./api.ts";
import { isAuthorised } from "./authorise.ts";
import { json, type Reply } from "./reply.ts";

export interface ConsoleDeps {
  /** The store, as the user that may only read. */
  readonly clickhouse: ClickHouse;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Bearer token that `/api` asks for; without one the console must listen on loopback only. */
  readonly token?: string;
  readonly log: Logger;
}

export interface Console extends Service {
  /** Known after `start`. */
  readonly port: () => number;
}

/** The query API and the overview page, on one port. */
export function createConsole(deps: ConsoleDeps): Console {
  const server = createServer({ requestTimeout: 30_000 }, (request, response) => {
    answer(deps, request, response).catch((error: unknown) => {
      deps.log.error("request failed", { error: describeError(error) });
      send(response, { status: 500, type: "application/json", body: '{"error":"internal error; the log says more"}' });
    });
  });
  return {
    name: "console",
    port: () => addressOf(server).port,
    start: () => listen(server, deps.port, deps.host),
    stop: () => close(server),
  };
}

async function answer(deps: ConsoleDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://console");
  if (request.method !== "GET" && request.method !== "HEAD") {
    return send(response, json(405, { error: "only GET is answered here" }));
  }
  if (url.pathname === "/healthz") return send(response, { status: 200, type: "text/plain", body: "ok\n" });
  if (url.pathname.startsWith("/api/")) {
    if (!isAuthorised(request.headers.authorization, deps.token)) {
      return send(response, json(401, { error: "send the console's token as Authorization: Bearer" }));
    }
    return send(response, await answerApi(url, deps.clickhouse));
  }
  return send(response, readAsset(url.pathname) ?? json(404, { error: "not found" }));
}

function send(response: ServerResponse, { status, type, body }: Reply): void {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    // The page needs nothing from elsewhere, and stored text must never run.
    "content-security-policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  response.end(body);
}
