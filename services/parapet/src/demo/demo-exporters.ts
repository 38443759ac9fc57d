import { createServer, type Server } from "node:http";

import { addressOf, type Clock, close, listen, type Service } from "@parapet/runtime";

import { dcgmExposition } from "./dcgm-exposition.ts";
import { engineTimes } from "./demo-node-state.ts";
import { vllmExposition } from "./vllm-exposition.ts";

export interface DemoExportersDeps {
  readonly clock: Clock;
  /** When the demo starts, and how long its history is. */
  readonly nowMs: number;
  readonly days: number;
}

/** An inference node to scrape. */
export interface DemoExporters extends Service {
  /** Address of the vLLM's `/metrics`; known after `start`. */
  readonly engineUrl: () => string;
  /** Address of the DCGM exporter's `/metrics`; known after `start`. */
  readonly gpuUrl: () => string;
}

const HOST = "127.0.0.1";

/** Two `/metrics` servers on free loopback ports, in the formats of vLLM and of dcgm-exporter. */
export function createDemoExporters({ clock, nowMs, days }: DemoExportersDeps): DemoExporters {
  const times = engineTimes(nowMs, days);
  const engine = metricsServer(() => vllmExposition(clock.nowMs(), times));
  const gpu = metricsServer(() => dcgmExposition(clock.nowMs(), times));
  return {
    name: "demo-exporters",
    engineUrl: () => metricsUrl(engine),
    gpuUrl: () => metricsUrl(gpu),
    start: async () => {
      await listen(engine, 0, HOST);
      await listen(gpu, 0, HOST);
    },
    stop: async () => {
      await Promise.all([close(engine), close(gpu)]);
    },
  };
}

function metricsServer(payload: () => string): Server {
  return createServer((request, response) => {
    if (request.url?.split("?", 1)[0] !== "/metrics") return response.writeHead(404).end();
    return response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }).end(payload());
  });
}

function metricsUrl(server: Server): string {
  return `http://${HOST}:${addressOf(server).port}/metrics`;
}
