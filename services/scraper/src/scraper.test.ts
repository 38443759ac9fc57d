import { createServer, type RequestListener, type Server } from "node:http";
import { gzipSync } from "node:zlib";

import type { Block, BlockSink } from "@parapet/delivery";
import { parsePrometheusText } from "@parapet/engine";
import { addressOf, type Clock, close, listen, silentLogger, startTelemetry } from "@parapet/runtime";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";

import { createScraper, type Scraper, type ScraperDeps } from "./scraper.ts";
import type { ScrapeTarget } from "./scrape-target.ts";

interface Write {
  readonly token: string;
  readonly blocks: readonly Block[];
}

/** Keeps what it is given; refuses while told to. */
class MemorySink implements BlockSink {
  readonly writes: Write[] = [];
  isRefusing = false;

  readonly write = async (blocks: readonly Block[], token: string): Promise<void> => {
    if (this.isRefusing) throw new Error("the store is down");
    this.writes.push({ token, blocks });
  };

  rows(): readonly object[] {
    return this.writes.flatMap(({ blocks }) => blocks.flatMap((block) => ("rows" in block ? block.rows : [])));
  }
}

class FakeClock implements Clock {
  timeMs = 1_700_000_000_000;
  readonly nowMs = (): number => this.timeMs;
  readonly monotonicMs = (): number => this.timeMs;
}

const telemetry = startTelemetry({ service: "scraper-test", version: "0" });
afterAll(telemetry.stop);

/** Sum of a counter of ours over its labels, or of those with this label value. */
async function count(name: string, labelValue?: string): Promise<number> {
  const { samples } = parsePrometheusText(await telemetry.metricsText());
  return samples
    .filter((sample) => sample.name.startsWith(`parapet_scraper_sample_${name}`))
    .filter(({ labels }) => labelValue === undefined || [...labels.values()].includes(labelValue))
    .reduce((sum, { value }) => sum + value, 0);
}

let server: Server;
let answer: RequestListener;
let url: string;
let sink: MemorySink;
let clock: FakeClock;
let scrapers: Scraper[];

beforeEach(async () => {
  server = createServer((request, response) => answer(request, response));
  await listen(server, 0, "127.0.0.1");
  url = `http://127.0.0.1:${addressOf(server).port}/metrics`;
  [sink, clock, scrapers] = [new MemorySink(), new FakeClock(), []];
});

afterEach(async () => {
  await Promise.all(scrapers.map((scraper) => scraper.stop()));
  await close(server, 0);
});

function scraperOf(target: Partial<ScrapeTarget>, deps: Partial<ScraperDeps> = {}): Scraper {
  const scraper = createScraper({
    targets: [{ url, kind: "engine", tenant: "acme", node: "node-1", ...target }],
    sink,
    fetch,
    clock,
    log: silentLogger,
    meter: telemetry.meter,
    intervalMs: 1_000,
    timeoutMs: 500,
    maxBodyBytes: 1_000,
    ...deps,
  });
  scrapers.push(scraper);
  return scraper;
}

function engineSays(running: number, promptTokens: number): void {
  answer = (_request, response) =>
    response.end(`vllm:num_requests_running{engine="0",model_name="m"} ${running}
vllm:prompt_tokens_total{engine="0",model_name="m"} ${promptTokens}\n`);
}

describe("the scraper of an engine", () => {
  it("stores a sample with tenant, node and time of the scrape, and no increases at first", async () => {
    engineSays(3, 1_000);
    await scraperOf({}).scrapeOnce();
    expect(sink.writes).toEqual([
      {
        token: `scrape:acme:engine:${url}:1700000000000`,
        blocks: [
          {
            table: "engine_samples",
            rows: [
              {
                tenant: "acme",
                sampled_at: "2023-11-14T22:13:20.000Z",
                target: url,
                node: "node-1",
                engine: "vllm",
                engine_id: "0",
                model: "m",
                kv_usage_ratio: null,
                kv_capacity_tokens: null,
                running: 3,
                waiting: null,
                preemptions_delta: null,
                prompt_tokens_delta: null,
                generation_tokens_delta: null,
                prefix_queries_delta: null,
                prefix_hits_delta: null,
              },
            ],
          },
        ],
      },
    ]);
  });

  it("stores increases from then on, and all of a counter that began again", async () => {
    const scraper = scraperOf({});
    for (const tokens of [1_000, 1_250, 40]) {
      engineSays(1, tokens);
      await scraper.scrapeOnce();
      clock.timeMs += 1_000;
    }
    expect(sink.rows()).toMatchObject([
      { prompt_tokens_delta: null },
      { prompt_tokens_delta: 250 },
      { prompt_tokens_delta: 40 },
    ]);
  });

  it("covers the gap that a failed write leaves", async () => {
    const scraper = scraperOf({});
    engineSays(1, 1_000);
    await scraper.scrapeOnce();
    sink.isRefusing = true;
    engineSays(1, 1_100);
    await scraper.scrapeOnce();
    sink.isRefusing = false;
    engineSays(1, 1_500);
    await scraper.scrapeOnce();
    expect(sink.rows()).toMatchObject([{ prompt_tokens_delta: null }, { prompt_tokens_delta: 500 }]);
  });

  it("stores the same answer again, because an idle engine gives it", async () => {
    const scraper = scraperOf({});
    engineSays(0, 1_000);
    await scraper.scrapeOnce();
    await scraper.scrapeOnce();
    expect(sink.rows()).toMatchObject([{ prompt_tokens_delta: null }, { prompt_tokens_delta: 0 }]);
  });

  it("asks for the text format and for gzip, with its token, and reads a compressed answer", async () => {
    let headers: unknown;
    answer = (request, response) => {
      headers = request.headers;
      response.writeHead(200, { "content-encoding": "gzip" });
      response.end(gzipSync("vllm:num_requests_running 5\n"));
    };
    await scraperOf({ bearerToken: "secret" }).scrapeOnce();
    expect(sink.rows()).toMatchObject([{ running: 5 }]);
    expect(headers).toMatchObject({
      accept: "text/plain;version=0.0.4",
      "accept-encoding": "gzip",
      authorization: "Bearer secret",
    });
  });

  it("names the target without the credentials and the query of its address", async () => {
    engineSays(1, 1);
    await scraperOf({ url: `${url}?token=secret` }).scrapeOnce();
    expect(sink.rows()).toMatchObject([{ target: url }]);
  });
});

describe("the scraper of a GPU exporter", () => {
  it("stores a reading once, however often the exporter repeats it", async () => {
    const scraper = scraperOf({ kind: "gpu" });
    const before = await count("discarded", "unchanged");
    answer = (_request, response) => response.end('DCGM_FI_DEV_GPU_TEMP{gpu="0",UUID="GPU-1"} 40\n');
    await scraper.scrapeOnce();
    await scraper.scrapeOnce();
    expect(sink.rows()).toMatchObject([{ gpu_uuid: "1", node: "node-1", tenant: "acme", temperature_celsius: 40 }]);
    expect(sink.writes[0]?.blocks[0]?.table).toBe("gpu_samples");
    expect((await count("discarded", "unchanged")) - before).toBe(1);
  });

  it("stores it again after a write that failed", async () => {
    const scraper = scraperOf({ kind: "gpu" });
    answer = (_request, response) => response.end('DCGM_FI_DEV_GPU_TEMP{gpu="0",UUID="GPU-1"} 40\n');
    sink.isRefusing = true;
    await scraper.scrapeOnce();
    sink.isRefusing = false;
    await scraper.scrapeOnce();
    expect(sink.rows()).toHaveLength(1);
  });
});

describe("a scrape that fails stores nothing and is counted", () => {
  const failures: readonly (readonly [string, string, RequestListener])[] = [
    ["an error status", "scrape_status", (_request, response) => response.writeHead(503).end()],
    ["a payload beyond the limit", "scrape_too_large", (_request, response) => response.end("x".repeat(2_000))],
    [
      "a compressed payload beyond the limit",
      "scrape_too_large",
      (_request, response) => {
        response.writeHead(200, { "content-encoding": "gzip" });
        response.end(gzipSync("x".repeat(100_000)));
      },
    ],
    ["no answer in time", "TimeoutError", () => undefined],
    [
      "a redirect, even to a payload",
      "TypeError",
      (request, response) => {
        if (request.url === "/elsewhere") response.end("vllm:num_requests_running 1\n");
        else response.writeHead(302, { location: "/elsewhere" }).end();
      },
    ],
  ];

  it.each(failures)("%s", async (_label, code, listener) => {
    const before = await count("errors", code);
    answer = listener;
    await scraperOf({}).scrapeOnce();
    expect(sink.writes).toEqual([]);
    expect((await count("errors", code)) - before).toBe(1);
  });

  it("and does not keep other targets from being scraped", async () => {
    answer = (request, response) => {
      if (request.url === "/broken") response.writeHead(500).end();
      else response.end("vllm:num_requests_running 1\n");
    };
    const target = { kind: "engine", tenant: "acme", node: "n" } as const;
    await scraperOf(
      {},
      {
        targets: [
          { ...target, url: url.replace("/metrics", "/broken") },
          { ...target, url },
        ],
      },
    ).scrapeOnce();
    expect(sink.rows()).toMatchObject([{ target: url }]);
  });
});

describe("the scraper accounts for what it does not store", () => {
  it.each([
    ["bad_line", "vllm:num_requests_running 1\n<html>\n", 1],
    ["unknown_metrics", "up 1\n", 0],
  ])("as %s", async (reason, payload, rows) => {
    const before = await count("discarded", reason);
    answer = (_request, response) => response.end(payload);
    await scraperOf({}).scrapeOnce();
    expect((await count("discarded", reason)) - before).toBe(1);
    expect(sink.rows()).toHaveLength(rows);
  });
});

describe("the life of the scraper", () => {
  it("scrapes on its own from start to stop", async () => {
    const scraped = new Promise<void>((resolve) => {
      answer = (_request, response) => {
        response.end("vllm:num_requests_running 1\n");
        resolve();
      };
    });
    const scraper = scraperOf({}, { intervalMs: 20, timeoutMs: 19 });
    await scraper.start();
    await scraped;
    await scraper.stop();
    await scraper.stop();
  });

  it("stops while a target does not answer", async () => {
    const asked = new Promise<void>((resolve) => {
      answer = () => resolve();
    });
    const scraper = scraperOf({}, { intervalMs: 60_000, timeoutMs: 59_000 });
    const scrape = scraper.scrapeOnce();
    await asked;
    await scraper.stop();
    await scrape;
    expect(sink.writes).toEqual([]);
  });

  it("refuses a timeout that is not shorter than the interval", () => {
    expect(() => scraperOf({}, { intervalMs: 1_000, timeoutMs: 1_000 })).toThrow(RangeError);
  });
});
