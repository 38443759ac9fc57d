import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { errorCode } from "./errors.ts";
import { checkHealth, type HealthCheck, type HealthReport } from "./health.ts";
import type { Service } from "./service.ts";

export interface AdminServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly checks: readonly HealthCheck[];
  /** Parts that only a restart mends: while one is not well, neither `/healthz` nor `/readyz` is. */
  readonly liveness?: readonly HealthCheck[];
  /** Renders the metrics in the Prometheus text format. */
  readonly metrics: () => Promise<string>;
}

export interface AdminServer extends Service {
  /** The bound port; known after `start`. */
  readonly port: () => number;
}

/** `/healthz` (needs no restart), `/readyz` (can do its work) and `/metrics` of one service. */
export function createAdminServer(options: AdminServerOptions): AdminServer {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      send(response, 500, "text/plain", `cannot answer: ${errorCode(error)}\n`);
    });
  });
  return {
    name: "admin",
    port: () => addressOf(server).port,
    start: () => listen(server, options.port, options.host),
    stop: () => close(server),
  };
}

async function answer(options: AdminServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url?.split("?", 1)[0];
  const { checks, liveness = [] } = options;
  if (path === "/healthz") {
    const report = await checkHealth(liveness);
    return report.healthy ? send(response, 200, "text/plain", "ok\n") : sendReport(response, report);
  }
  if (path === "/readyz") return sendReport(response, await checkHealth([...checks, ...liveness]));
  if (path === "/metrics") {
    return send(response, 200, "text/plain; version=0.0.4; charset=utf-8", await options.metrics());
  }
  return send(response, 404, "text/plain", "not found: /healthz, /readyz and /metrics are served here\n");
}

function sendReport(response: ServerResponse, report: HealthReport): void {
  send(response, report.healthy ? 200 : 503, "application/json", `${JSON.stringify(report)}\n`);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type }).end(body);
}

/** Binds a server; rejects when the address is taken. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Closes a server and its idle connections at once, busy ones after `graceMs`. */
export function close(server: Server, graceMs = 2_000): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), graceMs).unref();
  });
}

/** The TCP address of a listening server. */
export function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server is not listening on a TCP port");
  return address;
}
