import { request } from "node:http";
import { connect } from "node:net";

import { createBlockSink, createClickHouse, toSpanRow, type ClickHouse } from "@parapet/clickhouse";
import {
  clickhouseAvailability,
  sampleSpan,
  startTestClickHouse,
  type TestClickHouse,
} from "@parapet/clickhouse/testing";
import { silentLogger } from "@parapet/runtime";
import { suiteName } from "@parapet/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { createConsole, type ConsoleDeps } from "./console.ts";

const token = "a token of this test";
const left = clickhouseAvailability();
const lists = ["alerts", "findings", "spans", "costs", "engines", "gpus"];

let store: TestClickHouse;
beforeAll(async () => {
  if (left === null) store = await startTestClickHouse();
});
afterAll(() => store?.stop());

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A console on a free port; gives its address. */
async function startConsole(changed: Partial<ConsoleDeps> = {}): Promise<string> {
  const server = createConsole({ clickhouse: store.read, host: "127.0.0.1", port: 0, log: silentLogger, ...changed });
  await server.start();
  stops.push(() => server.stop());
  return `http://127.0.0.1:${server.port()}`;
}

async function insert(table: string, rows: readonly object[]): Promise<void> {
  await createBlockSink(store.ingest).write([{ table, rows }], `${table}-${rows.length}`, AbortSignal.timeout(20_000));
}

const place = { topic: "llm.spans", partition: 0, offset: "1", idx: 0 };
const span = { tenant: "acme", trace_id: "a".repeat(32), span_id: "b".repeat(16) };
const start_time = "2026-11-20T10:15:30.000000000Z";
const later = "2026-11-20T10:16:30.000000000Z";

/** The alert of which somebody follows the link. */
const linked = "00000000000000a1";

/** What the summary and the lists of an installation with a little of everything are made of. */
async function fillStore(): Promise<void> {
  const unpriced = { cost_usd: null, input_cost_usd: null, output_cost_usd: null, unpriced_reason: "unknown_model" };
  await insert("spans", [
    toSpanRow(sampleSpan({ cost_usd: "0.25" }), place, 0),
    toSpanRow(sampleSpan({ cost_usd: "0.5", start_time: "2026-11-20T11:00:00.000000000Z" }), { ...place, idx: 1 }, 0),
    toSpanRow(
      sampleSpan({ span_id: "b7ad6b7169203332", ...unpriced, response_model: "new-model" }),
      { ...place, idx: 2 },
      0,
    ),
    toSpanRow(
      sampleSpan({ span_id: "b7ad6b7169203333", ...unpriced, unpriced_reason: "", operation: "invoke_agent" }),
      { ...place, idx: 3 },
      0,
    ),
  ]);
  const finding = { ...place, ...span, start_time, category: "pii", detector: "pii", entity: "EMAIL_ADDRESS" };
  const rest = {
    severity: "high",
    score: 1,
    location: "input",
    start: 0,
    end: 5,
    fingerprint: "f",
    decision: "modify",
  };
  await insert("findings", [{ ...finding, ...rest, service_name: "bot", request_model: "gpt-5" }]);
  const adjustment = { ...place, ...span, start_time, service_name: "bot", reason: "reprice" };
  const model = { request_model: "gpt-5", response_model: "gpt-5-2026-01-01" };
  await insert("cost_adjustments", [{ ...adjustment, ...model, cost_delta_usd: "-0.05", price_version: "2" }]);
  const sample = { tenant: "acme", target: "t", node: "n1", engine: "vllm", engine_id: "0", model: "m" };
  await insert("engine_samples", [
    { ...sample, sampled_at: start_time, kv_usage_ratio: 0.5, running: 1, waiting: 2, preemptions_delta: null },
    { ...sample, sampled_at: later, kv_usage_ratio: 0.75, running: 3, waiting: 4, preemptions_delta: 1 },
  ]);
  const gpu = { tenant: "acme", target: "t", node: "n1", gpu_uuid: "GPU-1", gpu_index: "0", gpu_model: "H200" };
  await insert("gpu_samples", [
    { ...gpu, mig_id: "", pod: "", namespace: "", sampled_at: start_time, util_ratio: 0.9 },
  ]);
  const alert = {
    tenant: "acme",
    rule: "slow",
    rule_kind: "ttft",
    severity: "high",
    labels: {},
    starts_at: start_time,
  };
  const said = (fingerprint: string, state: string, at: string): object => {
    return { ...alert, fingerprint, state, at, annotations: { summary: `${fingerprint} is ${state}` } };
  };
  await insert("alert_events", [
    said("one", "pending", start_time),
    said("one", "firing", start_time),
    said("one", "firing", later),
    said(linked, "firing", start_time),
    said(linked, "resolved", later),
    said("three", "pending", later),
  ]);
}

const read = async (url: string, init?: RequestInit): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(url, init);
  return { status: response.status, body: await response.json() };
};

describe.skipIf(left !== null)(suiteName("the API on an empty store", left), () => {
  it("counts nothing", async () => {
    const { body } = await read(`${await startConsole()}/api/v1/summary`);
    expect(body).toEqual({ spans: 0, findings: 0, cost_usd: 0, engine_samples: 0, alerts: 0 });
  });

  it("lists nothing", async () => {
    const address = await startConsole();
    for (const list of lists)
      expect(await read(`${address}/api/v1/${list}`)).toEqual({ status: 200, body: { rows: [] } });
  });
});

describe.skipIf(left !== null)(suiteName("the API", left), () => {
  beforeAll(fillStore);

  it("sums up what is stored, in numbers", async () => {
    const { status, body } = await read(`${await startConsole()}/api/v1/summary`);
    expect(status).toBe(200);
    expect(body).toEqual({ spans: 4, findings: 1, cost_usd: 0.7, engine_samples: 2, alerts: 2 });
  });

  it("lists every kind of row", async () => {
    const address = await startConsole();
    const rows = async (list: string): Promise<unknown> => (await read(`${address}/api/v1/${list}`)).body;
    expect(await rows("alerts")).toEqual({
      rows: [
        expect.objectContaining({ state: "firing", summary: "one is firing", tenant: "acme" }),
        expect.objectContaining({ state: "resolved", summary: `${linked} is resolved` }),
      ],
    });
    expect(await rows("findings")).toEqual({ rows: [expect.objectContaining({ entity: "EMAIL_ADDRESS", score: 1 })] });
    expect(await rows("spans")).toMatchObject({ rows: [{ cost_usd: 0.5, cache_read_tokens: 20 }, {}, {}, {}] });
    expect(await rows("costs")).toEqual({
      rows: [
        expect.objectContaining({ model: "gpt-5-2026-01-01", calls: 2, unpriced_calls: 0, cost_usd: 0.7 }),
        expect.objectContaining({ model: "new-model", calls: 1, unpriced_calls: 1, cost_usd: null }),
      ],
    });
    expect(await rows("engines")).toEqual({ rows: [expect.objectContaining({ node: "n1", kv_usage_ratio: 0.75 })] });
    expect(await rows("gpus")).toEqual({ rows: [expect.objectContaining({ gpu_index: "0", util_ratio: 0.9 })] });
  });

  it("tells what became of one alert, by the fingerprint that its link ends with", async () => {
    const address = await startConsole();
    const { body } = await read(`${address}/api/v1/alerts/${linked}`);
    expect(body).toEqual({
      rows: [expect.objectContaining({ state: "resolved" }), expect.objectContaining({ state: "firing" })],
    });
    expect((await read(`${address}/api/v1/alerts/${"0".repeat(16)}`)).body).toEqual({ rows: [] });
    const page = await fetch(`${address}/alerts/${linked}`);
    expect(page.headers.get("content-type")).toContain("text/html");
    expect((await fetch(`${address}/alerts/none`)).status).toBe(404);
  });

  it("gives as many rows as asked for", async () => {
    const address = await startConsole();
    expect((await read(`${address}/api/v1/spans?limit=2`)).body).toMatchObject({ rows: [{}, {}] });
    expect((await read(`${address}/api/v1/spans?limit=1000`)).status).toBe(200);
  });

  it.each(["0", "-1", "1001", "1.5", "many", "", "1;DROP TABLE spans"])("refuses %j as a limit", async (limit) => {
    const { status } = await read(`${await startConsole()}/api/v1/spans?limit=${encodeURIComponent(limit)}`);
    expect(status).toBe(400);
  });

  it("says what there is where something else was asked for", async () => {
    const address = await startConsole();
    for (const path of ["/api/v1/", "/api/v1/users", "/api/v1/constructor", "/api/v2/spans"]) {
      const { status, body } = await read(`${address}${path}`);
      expect(status).toBe(404);
      expect(JSON.stringify(body)).toContain("/api/v1/summary");
    }
  });

  it("asks for its token, with an answer that does not tell it", async () => {
    const address = await startConsole({ token });
    const path = `${address}/api/v1/summary`;
    const refused = await fetch(path, { headers: { authorization: "Bearer wrong" } });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("www-authenticate")).toBe("Bearer");
    expect(await refused.text()).not.toContain(token);
    expect((await read(path, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    expect((await fetch(`${address}/`)).status).toBe(200);
  });

  it("answers no page that reaches it under a foreign name, unless it has the token", async () => {
    expect(await statusFor(await startConsole(), "attacker.example")).toBe(421);
    expect(await statusFor(await startConsole(), "localhost:8080")).toBe(200);
    expect(
      await statusFor(await startConsole({ token }), "parapet.example", { authorization: `Bearer ${token}` }),
    ).toBe(200);
  });

  it("says why when the store is down", async () => {
    const clickhouse = createClickHouse({ url: "http://127.0.0.1:9", username: "nobody", password: "" });
    stops.push(() => clickhouse.close());
    const { status, body } = await read(`${await startConsole({ clickhouse })}/api/v1/summary`);
    expect(status).toBe(503);
    expect(body).toMatchObject({ code: "store_unavailable" });
  });

  it("says why when the store does not answer in time", async () => {
    const expired = AbortSignal.timeout(0);
    const slow: ClickHouse = {
      ...store.read,
      query: (sql, params, row) => store.read.query(sql, params, row, { signal: expired }),
    };
    await new Promise((resolve) => expired.addEventListener("abort", resolve));
    const { status, body } = await read(`${await startConsole({ clickhouse: slow })}/api/v1/spans`);
    expect(status).toBe(503);
    expect(body).toMatchObject({ code: "store_timeout" });
  });
});

/** `fetch` does not let the Host header be chosen. */
function statusFor(address: string, host: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(`${address}/api/v1/summary`, { headers: { ...headers, host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on("error", reject).end();
  });
}

describe.skipIf(left !== null)(suiteName("the console", left), () => {
  it.each([
    ["/", "text/html; charset=utf-8"],
    ["/overview.js", "text/javascript; charset=utf-8"],
    ["/overview.css", "text/css; charset=utf-8"],
    ["/icon.svg", "image/svg+xml"],
    ["/healthz", "text/plain"],
  ])("serves %s", async (path, type) => {
    const response = await fetch((await startConsole()) + path);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, type]);
  });

  it("lets its page load nothing from elsewhere and be framed by nobody", async () => {
    const address = await startConsole();
    const policy = (await fetch(address)).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    for (const path of ["/", "/overview.js", "/overview.css"]) {
      const text = await (await fetch(address + path)).text();
      expect(text).not.toMatch(/(?:src|href|url\(|fetch\(|import)[="'(\s]*(?:https?:)?\/\//);
      expect(text).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|eval\(/);
    }
  });

  it("answers HEAD without a body", async () => {
    const response = await fetch(await startConsole(), { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
    expect(Number(response.headers.get("content-length"))).toBeGreaterThan(0);
  });

  it.each(["POST", "PUT", "DELETE", "OPTIONS"])("refuses %s", async (method) => {
    const response = await fetch(`${await startConsole()}/api/v1/spans`, { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  it.each([
    ["/../package.json", 404],
    ["/..%2fpackage.json", 404],
    ["/%2e%2e/src/console.ts", 404],
    ["/assets/overview.html", 404],
    ["//", 400],
    ["http://", 400],
    ["/\\..\\package.json", 404],
  ])("serves nothing but its page: %s", async (target, status) => {
    expect(await rawStatus(await startConsole(), target)).toBe(status);
  });
});

/** Sends a request line as it is; `fetch` would tidy the path. */
function rawStatus(address: string, target: string): Promise<number> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET ${target} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`);
    });
    let answer = "";
    socket.on("data", (data) => (answer += data.toString()));
    socket.on("end", () => resolve(Number(answer.split(" ")[1])));
    socket.on("error", reject);
  });
}
