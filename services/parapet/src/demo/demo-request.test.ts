import { decodeTraceRequest, inputText, linkCalls, type LlmSpan, normaliseSpan, outputText } from "@parapet/span";
import { describe, expect, it } from "vitest";

import { demoHistory } from "./demo-request.ts";
import { generateTraffic } from "./generate-traffic.ts";

const nowMs = Date.UTC(2026, 10, 21, 9, 30);
const options = { seed: 7, nowMs, days: 8 };
const requests = [...demoHistory(options)];
const traces = generateTraffic(options);

/** What the gateway and the ingester would make of the requests. */
const spans: readonly LlmSpan[] = requests.flatMap(({ tenant, body }) => {
  const decoded = decodeTraceRequest(body);
  if (decoded.kind !== "ok") throw new Error(decoded.reason);
  expect(decoded.value.rejected).toEqual([]);
  return linkCalls(decoded.value.spans.map((span) => normaliseSpan(span, { tenant, receivedAtMs: nowMs })));
});
const services = ["support-chat", "code-assistant", "policy-search", "shop-web"];
/** Calls as the applications tell of them; the gateway and the engine tell of some again. */
const calls = spans.filter((span) => span.operation === "chat" && services.includes(span.service_name));

describe("the requests of the demo's history", () => {
  it("are the same bytes for the same options", () => {
    expect([...demoHistory(options)]).toEqual(requests);
  });

  it("hold every span once, in requests of a modest size", () => {
    expect(requests.reduce((sum, { spanCount }) => sum + spanCount, 0)).toBe(spans.length);
    expect(new Set(spans.map(({ trace_id: trace, span_id: span }) => `${trace}/${span}`)).size).toBe(spans.length);
    expect(calls).toHaveLength(traces.length);
    expect(Math.max(...requests.map(({ spanCount }) => spanCount))).toBeLessThan(160);
    expect(Math.max(...requests.map(({ body }) => body.length))).toBeLessThan(1_000_000);
  });

  it("repeat the resource once per request, not once per span", () => {
    const bytes = requests.reduce(
      (sum, { body }) => sum + Buffer.from(body).toString("latin1").split("service.name").length - 1,
      0,
    );
    expect(bytes).toBeLessThan(spans.length / 2);
  });

  it("link every child to a parent of its trace that encloses it", () => {
    const byId = new Map(spans.map((span) => [`${span.trace_id}/${span.span_id}`, span]));
    for (const span of spans.filter(({ parent_span_id: parent }) => parent !== "")) {
      const parent = byId.get(`${span.trace_id}/${span.parent_span_id}`);
      expect(parent, span.name).toBeDefined();
      expect((parent?.start_time ?? "~") <= span.start_time).toBe(true);
      expect((parent?.end_time ?? "") >= (span.end_time ?? "~")).toBe(true);
    }
  });

  it("hold agents, tools and searches beside the calls", () => {
    const operations = new Set(spans.map(({ operation }) => operation));
    expect(operations).toContain("invoke_agent");
    expect(operations).toContain("execute_tool");
  });
});

describe("the calls of the demo's history, once normalised", () => {
  it.each([
    ["support-chat", "otel_genai", "acme"],
    ["code-assistant", "otel_genai", "globex"],
    ["policy-search", "openinference", "initech"],
    ["shop-web", "vercel_ai_sdk", "globex"],
  ])("of %s speak %s", (service, dialect, tenant) => {
    const own = calls.filter((call) => call.service_name === service);
    expect(own.length).toBeGreaterThan(100);
    expect(new Set(own.map((call) => call.dialect))).toEqual(new Set([dialect]));
    expect(new Set(own.map((call) => call.tenant))).toEqual(new Set([tenant]));
  });

  it("lose no fact on the way", () => {
    const facts = (service: string): readonly string[] =>
      calls
        .filter((call) => call.service_name === service)
        .map((call) =>
          JSON.stringify([call.span_id, call.request_model, call.input_tokens, inputText(call), outputText(call)]),
        );
    for (const service of services) {
      const sent = traces
        .filter(({ app }) => app.service === service)
        .map(({ call }) =>
          JSON.stringify([call.spanId, call.model.requestModel, call.inputTokens, call.question, call.answer]),
        );
      expect(facts(service)).toEqual(sent);
    }
  });

  it("have session, user and an error type where they failed", () => {
    expect(calls.filter((call) => call.session_id === "" || call.user_id === "")).toEqual([]);
    const failed = calls.filter(({ status }) => status === "error");
    expect(failed.length).toBeGreaterThan(80);
    expect(failed.filter((call) => call.error_type === "" || call.ttft_ms !== null)).toEqual([]);
  });

  it("have a time to first token wherever the dialect knows one", () => {
    const answered = calls.filter(({ status }) => status !== "error");
    const timed = answered.filter(({ ttft_ms: ttft }) => ttft !== null);
    for (const [service, isTimed] of [
      ["support-chat", true],
      ["shop-web", true],
      ["code-assistant", false],
    ] as const) {
      const own = answered.filter((call) => call.service_name === service);
      expect(timed.filter((call) => call.service_name === service)).toEqual(isTimed ? own : []);
    }
  });

  it("name providers by their canonical names", () => {
    expect(new Set(calls.map(({ provider }) => provider))).toEqual(
      new Set(["openai", "vllm", "anthropic", "gcp.gemini"]),
    );
  });

  it("are scored by an evaluator now and then", () => {
    const scores = calls.flatMap((call) => call.scores);
    expect(scores.length).toBeGreaterThan(50);
    expect(new Set(scores.map(({ name }) => name))).toEqual(new Set(["relevance"]));
  });

  it("give nothing to mend", () => {
    expect(new Set(calls.flatMap((call) => call.quality_flags))).toEqual(new Set());
  });
});

describe("the calls that others tell of again", () => {
  const retold = spans.filter((span) => span.operation === "chat" && !services.includes(span.service_name));
  const ofCall = (key: string): readonly LlmSpan[] => spans.filter((span) => span.call_key === key);

  it("count once, whoever tells of them", () => {
    expect(retold.length).toBeGreaterThan(200);
    const counted = spans.filter(({ operation, spend_role: role }) => operation === "chat" && role !== "duplicate");
    expect(counted).toHaveLength(traces.length);
    expect(new Set(counted.map(({ call_key: key }) => key)).size).toBe(traces.length);
  });

  it("cost nothing where the gateway's cache answered", () => {
    const hits = retold.filter((span) => span.gateway_cache === "hit");
    expect(hits.length).toBeGreaterThan(5);
    for (const { call_key: key } of hits) {
      expect(ofCall(key).map(({ spend_role: role }) => role)).not.toContain("spend");
    }
  });

  it("tell what the application cannot know: the gateway's price and attempts, the engine's queue", () => {
    const isGateway = (span: LlmSpan): boolean => span.name === "litellm_request";
    expect(retold.filter(isGateway).filter((span) => span.reported_cost_usd === null)).toEqual([]);
    expect(retold.some((span) => span.retry_count === 1)).toBe(true);
    const ofEngine = retold.filter(({ dialect }) => dialect === "inference_engine");
    expect(ofEngine.length).toBeGreaterThan(20);
    expect(ofEngine.filter((span) => span.queue_ms === null || span.prefill_ms === null)).toEqual([]);
  });
});
