import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeTraceRequestJson } from "../otlp/decode-trace-request-json.ts";
import { encodeTraceRequestJson } from "../otlp/encode-trace-request-json.ts";
import { normaliseSpan } from "../row/normalise-span.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { readLangfuseExport } from "./read-langfuse-export.ts";

const context = { tenant: "t", receivedAtMs: Date.UTC(2027, 0, 1) };
const TRACE = "1b72c51fabed12ae7df83bfd4a09f545";
const observation = {
  id: "83517f9062f5ada4",
  traceId: TRACE,
  type: "GENERATION",
  name: "answer",
  startTime: "2026-01-01T00:00:00.000Z",
  endTime: "2026-01-01T00:00:02.000Z",
};
const child = { ...observation, id: "95f4f51edeb603d9", parentObservationId: observation.id, type: "SPAN" };
const trace = { id: TRACE, name: "chat", timestamp: "2026-01-01T00:00:00.000Z", userId: "u", tags: ["a", "b"] };

const read = (json: unknown) => readLangfuseExport(JSON.stringify(json));
const row = (span: OtlpSpan) => normaliseSpan(span, context);
const rowsOf = (json: unknown) => read(json).spans.map(row);

describe("an export of Langfuse", () => {
  test.each<[string, unknown, string[]]>([
    ["a trace with its observations", { ...trace, observations: [observation, child] }, ["answer", "answer"]],
    ["what the interface saves", { trace, observations: [observation] }, ["answer"]],
    [
      "the same with the observations within the trace",
      { trace: { ...trace, observations: [observation] } },
      ["answer"],
    ],
    ["an observation alone", observation, ["answer"]],
    ["a page of observations", { data: [observation, child], meta: { page: 1 } }, ["answer", "answer"]],
    [
      "texts of JSON within JSON",
      { trace: JSON.stringify(trace), observations: JSON.stringify([observation]) },
      ["answer"],
    ],
    ["a trace with its observations as text", { ...trace, observations: JSON.stringify([observation]) }, ["answer"]],
    ["a page of traces", { data: [{ ...trace, observations: [observation] }] }, ["answer"]],
  ])("may be %s", (_, json, names) => {
    const { spans, problems } = read(json);
    expect(problems).toEqual([]);
    expect(spans.map(({ name }) => name)).toEqual(names);
  });

  test.each<[string, string, string, string]>([
    ["no JSON", "{", "", "undecodable_json"],
    ["JSON that is nested too deep", `${"[".repeat(1000)}${"]".repeat(1000)}`, "", "undecodable_json"],
    ["another text", '"trace"', "", "not_a_langfuse_export"],
    ["another object", '{"resourceSpans":[]}', "", "not_a_langfuse_export"],
    ["a page with something else in it", '{"data":[1]}', "data.0", "not_a_langfuse_export"],
    ["a trace that lists ids", JSON.stringify({ ...trace, observations: ["a"] }), "", "trace_without_observations"],
    ["a trace without any", JSON.stringify(trace), "", "trace_without_observations"],
    ["a score", '{"id":"s","name":"tone","value":1,"dataType":"NUMERIC"}', "", "score_without_trace"],
    [
      "no start",
      JSON.stringify({ trace, observations: [{ id: "a", traceId: "b" }] }),
      "observations.0",
      "incomplete_observation",
    ],
  ])("that is %s is told", (_, text, place, problem) => {
    expect(readLangfuseExport(text)).toEqual({ spans: [], problems: [{ place, problem }] });
  });

  test("loses nothing else when one observation cannot be read", () => {
    const { spans, problems } = read({ data: [{ ...trace, observations: [observation, { id: "a" }] }] });
    expect(spans).toHaveLength(1);
    expect(problems).toEqual([{ place: "data.0.observations.1", problem: "incomplete_observation" }]);
  });

  test("gives each span what the trace says of all", () => {
    const rows = rowsOf({ ...trace, sessionId: "s", release: "v1", observations: [observation, child] });
    for (const each of rows) {
      expect(each).toMatchObject({
        trace_name: "chat",
        user_id: "u",
        session_id: "s",
        release: "v1",
        tags: ["a", "b"],
      });
    }
  });

  test("gives the root the bodies of the trace, where it has none", () => {
    const bodies = { input: '"Say hello!"', output: "Hello!" };
    const [root, leaf] = rowsOf({ ...trace, ...bodies, observations: [{ ...observation, output: "Hi!" }, child] });
    const said = (text: string) => [{ parts: [{ type: "text", content: text }] }];
    expect(root).toMatchObject({ input_messages: said("Say hello!"), output_messages: said("Hi!") });
    expect(leaf).toMatchObject({ input_messages: [], output_messages: [] });
  });

  test("gives scores to the observation that they judge, else to the root", () => {
    const score = { name: "tone", value: 0.5, source: "EVAL", dataType: "NUMERIC", comment: "because" };
    const category = { name: "kind", value: 2, stringValue: "good", source: "ANNOTATION", dataType: "CATEGORICAL" };
    const thumb = { name: "thumb", value: 1, stringValue: "True", source: "API", dataType: "BOOLEAN" };
    const scores = [{ ...score, observationId: child.id }, category, thumb];
    const [root, leaf] = rowsOf({ ...trace, scores, observations: [observation, child] });
    expect(leaf?.scores).toEqual([{ name: "tone", value: 0.5, label: "", source: "evaluation" }]);
    expect(leaf?.attributes).toMatchObject({ "annotations.0.annotation.explanation": "because" });
    expect(root?.scores).toEqual([
      { name: "kind", value: null, label: "good", source: "annotation" },
      { name: "thumb", value: 1, label: "True", source: "api" },
    ]);
  });

  test("takes the span for the root that has no parent, even when that comes later or is missing", () => {
    const scores = [{ name: "tone", value: 1, source: "EVAL" }];
    const orphan = { ...child, parentObservationId: "aaaaaaaaaaaaaaaa", startTime: "2025-12-31T00:00:00Z" };
    const rows = rowsOf({ ...trace, scores, observations: [child, observation] });
    expect(rows.map((each) => each.scores.length)).toEqual([0, 1]);
    expect(rowsOf({ ...trace, scores, observations: [orphan] })[0]?.scores).toHaveLength(1);
  });

  test("tells the usage, the cost and the prompt of a call", () => {
    const [call] = rowsOf({
      ...observation,
      model: "gpt-4o",
      modelParameters: '{"temperature":0.5}',
      usageDetails: { input: 6, input_cached_tokens: 4, output: 5, total: 15 },
      costDetails: { input: 0.1, output: 0.2, total: 0.3 },
      promptName: "greet",
      promptVersion: 3,
      level: "ERROR",
      statusMessage: "quota",
      completionStartTime: "2026-01-01T00:00:00.250Z",
      toolDefinitions: { weather: '{"description":"tells the weather"}' },
    });
    expect(call).toMatchObject({
      dialect: "langfuse",
      operation: "chat",
      request_model: "gpt-4o",
      request_temperature: 0.5,
      input_tokens: 10,
      input_uncached_tokens: 6,
      cache_read_tokens: 4,
      output_tokens: 5,
      reported_input_cost_usd: 0.1,
      reported_output_cost_usd: 0.2,
      reported_cost_usd: 0.3,
      prompt_name: "greet",
      prompt_version: "3",
      level: "error",
      status: "error",
      status_message: "quota",
      ttft_ms: 250,
      duration_ms: 2000,
      tool_definitions: '[{"description":"tells the weather","name":"weather"}]',
    });
  });

  test.each<[string, object, object]>([
    [
      "older usage",
      { usage: { input: 3, output: 4, total: 7, unit: "TOKENS" } },
      { input_tokens: 3, output_tokens: 4 },
    ],
    ["older counts", { promptTokens: 3, completionTokens: 4 }, { input_tokens: 3, output_tokens: 4 }],
    ["usage in characters", { usage: { input: 3, output: 4, unit: "CHARACTERS" } }, { input_tokens: null }],
    ["zeros where nothing was counted", { inputUsage: 0, outputUsage: 0, totalCost: 0 }, { input_tokens: null }],
    ["older costs", { calculatedTotalCost: 0.5 }, { reported_cost_usd: 0.5 }],
    ["no cost", { totalCost: 0, costDetails: {} }, { reported_cost_usd: null }],
    ["seconds to the first token", { timeToFirstToken: 0.25 }, { ttft_ms: 250 }],
  ])("tells %s", (_, fields, expected) => {
    expect(rowsOf({ ...observation, ...fields })[0]).toMatchObject(expected);
  });

  test("is read in the snake case of files in a bucket too, with ClickHouse's times", () => {
    const [each] = rowsOf({
      id: observation.id,
      trace_id: TRACE,
      parent_observation_id: child.id,
      type: "GENERATION",
      name: "answer",
      start_time: "2026-01-01 00:00:00.250000",
      end_time: "2026-01-01 00:00:01.000000",
      provided_model_name: "gpt-4o",
      usage_details: '{"input":"3","output":"4"}',
      metadata: '{"plan":"gold"}',
    });
    expect(each).toMatchObject({
      parent_span_id: child.id,
      start_time: "2026-01-01T00:00:00.250000000Z",
      request_model: "gpt-4o",
      input_tokens: 3,
      attributes: { "langfuse.observation.metadata.plan": "gold" },
    });
  });

  test("brings back the span that Langfuse received", () => {
    const metadata = {
      attributes: { "gen_ai.system": "openai", "gen_ai.response.id": "r-1", "app.plan": "gold" },
      resourceAttributes: { "service.name": "shop" },
      scope: { name: "my-instrumentation", version: "1.0" },
    };
    const [call] = rowsOf({ ...observation, metadata });
    expect(call).toMatchObject({
      provider: "openai",
      response_id: "r-1",
      service_name: "shop",
      scope_name: "my-instrumentation",
      attributes: { "app.plan": "gold" },
    });
  });

  test("calls a span what it was received as, where Langfuse did not know it", () => {
    const attributes = { "openinference.span.kind": "RETRIEVER" };
    expect(rowsOf({ ...child, metadata: { attributes } })[0]?.operation).toBe("retrieval");
    expect(rowsOf({ ...child, input: "text" })[0]?.operation).toBe("");
    expect(rowsOf({ ...observation, metadata: { attributes } })[0]?.operation).toBe("chat");
  });

  test("has ids of OpenTelemetry, whatever Langfuse's own look like", () => {
    const own = { ...observation, id: "my observation", traceId: "7a88fb47-b4e2-43b8-a06c-a5ce950dc53a" };
    const [span] = read(own).spans;
    expect(span).toMatchObject({ traceId: "7a88fb47b4e243b8a06ca5ce950dc53a" });
    expect(span?.spanId).toMatch(/^[\da-f]{16}$/);
    expect(read({ ...child, parentObservationId: "my observation" }).spans[0]?.parentSpanId).toBe(span?.spanId);
    expect(read({ ...own, id: "another" }).spans[0]?.spanId).not.toBe(span?.spanId);
  });

  test("goes over OTLP without a loss", () => {
    const score = { name: "tone", value: 0.5, source: "EVAL", comment: "because" };
    const { spans } = read({ ...trace, scores: [score], observations: [observation, child] });
    const decoded = decodeTraceRequestJson(encodeTraceRequestJson(spans));
    expect(decoded.kind === "ok" ? decoded.value.spans.map(row) : decoded).toEqual(spans.map(row));
  });

  test("never throws, and gives a row for every span, whatever is in it", () => {
    const names = ["id", "traceId", "startTime", "type", "input", "metadata", "usageDetails", "costDetails", "scores"];
    const key = fc.constantFrom(...names, "observations", "data", "trace", "tags", "timestamp", "__proto__");
    const hostile = fc.dictionary(key, fc.oneof(fc.string(), fc.jsonValue({ maxDepth: 3 })));
    fc.assert(
      fc.property(hostile, fc.boolean(), (json, isObservation) => {
        for (const span of read(isObservation ? { ...observation, ...json } : { data: [json] }).spans) row(span);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void readLangfuseExport(text)));
  });
});
