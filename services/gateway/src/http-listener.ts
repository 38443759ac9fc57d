import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { parseBearer } from "@parapet/rpc";
import { addressOf, close, describeError, listen, type Service } from "@parapet/runtime";

import { admitRequest, type AdmissionDeps } from "./admit-request.ts";
import type { ExportSignal } from "./export-request.ts";
import { answerExport } from "./http-response.ts";
import type { ListenAddress } from "./listen-address.ts";
import { encodingOf, readHttpBody } from "./read-http-body.ts";

export interface HttpListener extends Service {
  /** The bound port; known after `start`. */
  readonly port: () => number;
}

/** A caller that is slower than this at sending its headers, or its whole request, is cut off. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;

/** OTLP over HTTP. */
export function createHttpListener({ host, port, tls }: ListenAddress, deps: AdmissionDeps): HttpListener {
  const server = createHttpServer(tls, (request, response) => {
    route(request, response, deps).catch((error: unknown) => {
      deps.log.error("a request failed", { error: describeError(error) });
      response.destroy();
    });
  });
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  return {
    name: "otlp-http",
    port: () => addressOf(server).port,
    start: () => listen(server, port, host),
    stop: () => close(server),
  };
}

function createHttpServer(tls: ListenAddress["tls"], listener: RequestListener): Server {
  return tls === undefined
    ? createServer(listener)
    : createTlsServer({ ...tls, requestCert: tls.ca !== undefined }, listener);
}

async function route(request: IncomingMessage, response: ServerResponse, deps: AdmissionDeps): Promise<void> {
  const [path = ""] = (request.url ?? "").split("?", 1);
  switch (path) {
    case "/v1/traces":
      return receive("traces", { request, response }, deps);
    case "/v1/logs":
      return receive("logs", { request, response }, deps);
    case "/v1/metrics":
      return sendText(response, 501, "metrics are not taken here; send traces to /v1/traces");
    default:
      return sendText(response, 404, "not found; send traces to /v1/traces");
  }
}

interface HttpExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function receive(signal: ExportSignal, { request, response }: HttpExchange, deps: AdmissionDeps): Promise<void> {
  if (request.method !== "POST") return sendText(response, 405, `send ${signal} with POST`, { allow: "POST" });
  const outcome = await admitRequest(
    { token: parseBearer(request.headers.authorization), signal },
    (lease) => readHttpBody(request, deps.limits.maxRequestBytes, lease),
    deps,
  );
  answerExport(response, encodingOf(request.headers["content-type"]), outcome);
}

/** The body of such a request is not read, so its connection is closed. */
function sendText(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...headers, "content-type": "text/plain", connection: "close" }).end(`${text}\n`);
}
