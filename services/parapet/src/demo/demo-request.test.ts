import { decodeTraceRequest, inputText, type LlmSpan, normaliseSpan, outputText } from "@parapet/span";
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
  return decoded.value.spans.map((span) => normaliseSpan(span, { tenant, receivedAtMs: nowMs }));
});
const calls = spans.filter(({ operation }) => operation === "chat");

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
      expect(parent?.service_name).toBe(span.service_name);
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
    ["acme", "otel_genai", "support-chat"],
    ["globex", "otel_genai", "code-assistant"],
    ["initech", "openinference", "policy-search"],
  ])("of %s speak %s", (tenant, dialect, service) => {
    const own = calls.filter((call) => call.tenant === tenant);
    expect(own.length).toBeGreaterThan(300);
    expect(new Set(own.map((call) => call.dialect))).toEqual(new Set([dialect]));
    expect(new Set(own.map((call) => call.service_name))).toEqual(new Set([service]));
  });

  it("lose no fact on the way", () => {
    const facts = (tenant: string): readonly string[] =>
      calls
        .filter((call) => call.tenant === tenant)
        .map((call) =>
          JSON.stringify([call.span_id, call.request_model, call.input_tokens, inputText(call), outputText(call)]),
        );
    for (const tenant of ["acme", "globex", "initech"]) {
      const sent = traces
        .filter(({ app }) => app.tenant === tenant)
        .map(({ call }) =>
          JSON.stringify([call.spanId, call.model.requestModel, call.inputTokens, call.question, call.answer]),
        );
      expect(facts(tenant)).toEqual(sent);
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
    expect(timed.filter(({ tenant }) => tenant === "acme")).toHaveLength(
      answered.filter(({ tenant }) => tenant === "acme").length,
    );
    expect(timed.filter(({ tenant }) => tenant === "globex")).toEqual([]);
  });

  it("name providers by their canonical names", () => {
    expect(new Set(calls.map(({ provider }) => provider))).toEqual(
      new Set(["openai", "vllm", "anthropic", "gcp.gemini"]),
    );
  });

  it("give nothing to mend", () => {
    expect(new Set(calls.flatMap((call) => call.quality_flags))).toEqual(new Set());
  });
});
