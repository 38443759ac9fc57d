import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import type { ClickHouse } from "@parapet/clickhouse";
import { addressOf, close, describeError, listen, type Logger, type Service } from "@parapet/runtime";

import { loadAssets, type Assets } from "./assets.ts";
import { answerApi } from "./api.ts";
import { isAuthorised, isLocalHost } from "./authorise.ts";
import { json, type Reply } from "./reply.ts";

export interface ConsoleDeps {
  /** The store, as the user that may only read. */
  readonly clickhouse: ClickHouse;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Bearer token that `/api` asks for; without one it answers only to local names, to whoever can connect. */
  readonly token?: string;
  readonly log: Logger;
}

export interface Console extends Service {
  /** Known after `start`. */
  readonly port: () => number;
}

/** The query API and the overview page, on one port. */
export function createConsole(deps: ConsoleDeps): Console {
  const assets = loadAssets();
  const server = createServer({ requestTimeout: 30_000 }, (request, response) => {
    answer(request, assets, deps).then(
      (reply) => send(response, reply),
      (error: unknown) => {
        deps.log.error("request failed", { error: describeError(error) });
        send(response, json(500, { error: "internal error; the log says more" }));
      },
    );
  });
  return {
    name: "console",
    port: () => addressOf(server).port,
    start: () => listen(server, deps.port, deps.host),
    stop: () => close(server),
  };
}

async function answer(request: IncomingMessage, assets: Assets, deps: ConsoleDeps): Promise<Reply> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return json(405, { error: "only GET and HEAD are answered here" }, { allow: "GET, HEAD" });
  }
  const url = URL.parse(request.url ?? "/", "http://console");
  if (url === null) return json(400, { error: "the request's target is no URL" });
  if (url.pathname === "/healthz") return { status: 200, type: "text/plain", body: "ok\n" };
  if (url.pathname.startsWith("/api/")) return refusal(request, deps) ?? answerApi(url, deps.clickhouse);
  // The link of an alert opens the page, which then shows that alert first.
  const path = /^\/alerts\/[0-9a-f]{16}$/.test(url.pathname) ? "/" : url.pathname;
  return assets.get(path) ?? json(404, { error: "not found" });
}

/** Why a question to the API is not answered, if so. */
function refusal({ headers }: IncomingMessage, { token }: ConsoleDeps): Reply | null {
  if (!isAuthorised(headers.authorization, token)) {
    const error = "send the console's token as Authorization: Bearer; for the page, open /#token=…";
    return json(401, { error }, { "www-authenticate": "Bearer" });
  }
  if (token !== undefined || isLocalHost(headers.host)) return null;
  return json(421, {
    error: "without PARAPET_CONSOLE_TOKEN the API answers only to localhost, addresses and bare names",
  });
}

/** The page needs nothing from elsewhere, and stored text must never run. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

function send(response: ServerResponse, { status, type, body, headers = {} }: Reply): void {
  response.writeHead(status, {
    ...headers,
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "content-security-policy": contentSecurityPolicy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  response.end(body);
}
