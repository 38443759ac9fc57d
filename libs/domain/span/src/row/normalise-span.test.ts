import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnyValue, LlmSpan, OtlpSpan, SpanEvent } from "../index.ts";
import { createOtlpSpan, normaliseSpan } from "../index.ts";
import { qualityFlags } from "../facts/quality-flags.ts";

const receivedAtMs = Date.UTC(2025, 5, 15);
const start = BigInt(receivedAtMs) * 1_000_000n;
const second = 1_000_000_000n;

function normalise(attributes: Record<string, AnyValue>, fields: Partial<OtlpSpan> = {}): LlmSpan {
  const span = createOtlpSpan({
    traceId: "a".repeat(32),
    spanId: "b".repeat(16),
    name: "span",
    startTimeUnixNano: start,
    endTimeUnixNano: start + second,
    attributes: new Map(Object.entries(attributes)),
    ...fields,
  });
  return normaliseSpan(span, { tenant: "acme", receivedAtMs });
}

const event = (name: string, attributes: Record<string, AnyValue>): SpanEvent => ({
  name,
  timeUnixNano: start,
  attributes: new Map(Object.entries(attributes)),
});
const text = (content: string) => ({ type: "text", content });

describe("a span that is no GenAI operation", () => {
  test("keeps all its attributes and has no operation", () => {
    const span = normalise({ "http.method": "GET", "session.id": "s1", "user.id": 7 }, { name: "GET /", kind: 2 });
    expect(span).toMatchObject({
      tenant: "acme",
      dialect: "none",
      operation: "",
      kind: "server",
      session_id: "s1",
      user_id: "7",
      attributes: { "http.method": "GET", "session.id": "s1", "user.id": "7" },
      input_tokens: null,
      quality_flags: [],
    });
  });

  test("is not made one by plain attributes that are called input and output", () => {
    expect(normalise({ input: "a", output: "b" })).toMatchObject({ dialect: "none", input_messages: [] });
  });
});

describe("OpenTelemetry GenAI of every era gives the same span", () => {
  const messages = [{ role: "user", parts: [text("Hi")] }];
  const answers = [{ role: "assistant", parts: [text("Hello")], finish_reason: "stop" }];
  const base = { "gen_ai.request.model": "gpt-4o", "gen_ai.response.model": "gpt-4o-2024", "gen_ai.response.id": "r1" };
  const expected = {
    dialect: "otel_genai",
    operation: "chat",
    provider: "openai",
    request_model: "gpt-4o",
    response_model: "gpt-4o-2024",
    response_id: "r1",
    input_tokens: 10,
    output_tokens: 5,
    total_tokens: 15,
    finish_reasons: ["stop"],
    input_messages: messages,
    output_messages: answers,
    attributes: {},
    events: "",
  };
  const current = {
    ...base,
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.usage.input_tokens": 10,
    "gen_ai.usage.output_tokens": 5,
    "gen_ai.response.finish_reasons": ["stop"],
  };
  const old = {
    ...base,
    "gen_ai.system": "openai",
    "gen_ai.usage.prompt_tokens": "10",
    "gen_ai.usage.completion_tokens": 5n,
  };
  const structured: AnyValue = [
    new Map<string, AnyValue>([
      ["role", "user"],
      [
        "parts",
        [
          new Map([
            ["type", "text"],
            ["content", "Hi"],
          ]),
        ],
      ],
    ]),
  ];

  const eras: readonly [label: string, attributes: Record<string, AnyValue>, events: SpanEvent[]][] = [
    [
      "messages as JSON",
      {
        ...current,
        "gen_ai.input.messages": JSON.stringify(messages),
        "gen_ai.output.messages": JSON.stringify(answers),
      },
      [],
    ],
    [
      "messages as structured values",
      { ...current, "gen_ai.input.messages": structured, "gen_ai.output.messages": JSON.stringify(answers) },
      [],
    ],
    [
      "messages in the details event",
      current,
      [
        event("gen_ai.client.inference.operation.details", {
          "gen_ai.input.messages": JSON.stringify(messages),
          "gen_ai.output.messages": JSON.stringify(answers),
        }),
      ],
    ],
    [
      "one event per message",
      current,
      [
        event("gen_ai.user.message", { "gen_ai.system": "openai", content: "Hi" }),
        event("gen_ai.choice", { index: 0, finish_reason: "stop", message: '{"role":"assistant","content":"Hello"}' }),
      ],
    ],
    [
      "events with a JSON body",
      { ...current, "gen_ai.response.finish_reasons": '["stop"]' },
      [
        event("gen_ai.user.message", { "gen_ai.event.content": '{"role":"user","content":"Hi"}' }),
        event("gen_ai.choice", {
          "gen_ai.event.content": '{"message":{"content":"Hello"},"finish_reason":"stop","index":0}',
        }),
      ],
    ],
    [
      "numbered attributes",
      {
        ...old,
        "gen_ai.completion.0.content": "Hello",
        "gen_ai.completion.0.role": "assistant",
        "gen_ai.completion.0.finish_reason": "stop",
        "gen_ai.prompt.0.role": "user",
        "gen_ai.prompt.0.content": "Hi",
      },
      [],
    ],
    [
      "content events",
      { ...old, "gen_ai.operation.name": "chat" },
      [
        event("gen_ai.content.prompt", { "gen_ai.prompt": '[{"role":"user","content":"Hi"}]' }),
        event("gen_ai.content.completion", { "gen_ai.completion": '[{"content":"Hello","finish_reason":"stop"}]' }),
      ],
    ],
  ];
  test.each(eras)("%s", (_, attributes, events) => {
    expect(normalise(attributes, { events, name: "chat gpt-4o" })).toMatchObject(expected);
  });

  test("the newer name wins, and the older stays when it says something else", () => {
    const span = normalise({ ...current, "gen_ai.usage.prompt_tokens": 10, "gen_ai.usage.completion_tokens": 6 });
    expect(span.output_tokens).toBe(5);
    expect(span.attributes).toEqual({ "gen_ai.usage.completion_tokens": "6" });
  });

  test("events that repeat what the attributes said stay events", () => {
    const span = normalise(
      { ...current, "gen_ai.input.messages": JSON.stringify(messages) },
      { events: [event("gen_ai.user.message", { content: "Hi" })] },
    );
    expect(span.input_messages).toEqual(messages);
    expect(JSON.parse(span.events)).toEqual([
      { name: "gen_ai.user.message", time: "2025-06-15T00:00:00.000000000Z", attributes: { content: "Hi" } },
    ]);
  });
});

describe("OpenTelemetry GenAI names that are made canonical", () => {
  test("are kept as they were sent, too", () => {
    const span = normalise({ "gen_ai.operation.name": "completion", "gen_ai.system": "OpenAI" });
    expect(span).toMatchObject({ operation: "text_completion", provider: "openai" });
    expect(span.attributes).toEqual({ "gen_ai.operation.name": "completion", "gen_ai.system": "OpenAI" });
  });

  test("a details event that contradicts the attributes stays an event", () => {
    const input = (content: string) => ({ "gen_ai.input.messages": JSON.stringify([{ role: "user", content }]) });
    const span = normalise(input("one"), {
      events: [event("gen_ai.client.inference.operation.details", input("two"))],
    });
    expect(span.input_messages).toEqual([{ role: "user", parts: [text("one")] }]);
    expect(span.events).toContain("two");
  });
});

describe("OpenTelemetry GenAI facts", () => {
  const chat = { "gen_ai.operation.name": "chat" };
  const cases: readonly [label: string, attributes: Record<string, AnyValue>, expected: Partial<LlmSpan>][] = [
    ["an integer as text", { "gen_ai.usage.input_tokens": "15" }, { input_tokens: 15 }],
    [
      "cache reads and creation",
      {
        "gen_ai.usage.input_tokens": 100,
        "gen_ai.usage.cache_read.input_tokens": 20,
        "gen_ai.usage.cache_creation.input_tokens": 10,
      },
      { input_uncached_tokens: 70, cache_write_5m_tokens: 10 },
    ],
    [
      "cache writes by their new name",
      { "gen_ai.usage.input_tokens": 100, "gen_ai.usage.cache_write.input_tokens": 10 },
      { input_uncached_tokens: 90, cache_write_5m_tokens: 10 },
    ],
    [
      "reasoning",
      { "gen_ai.usage.output_tokens": 60, "gen_ai.usage.reasoning.output_tokens": 25 },
      { output_tokens: 60, reasoning_tokens: 25 },
    ],
    ["seconds to the first chunk", { "gen_ai.response.time_to_first_chunk": 0.25 }, { ttft_ms: 250 }],
    ["an engine's latency", { "gen_ai.latency.time_to_first_token": "0.5" }, { ttft_ms: 500 }],
    ["when the completion started", { completion_start_time: '"2025-06-15T00:00:00.750Z"' }, { ttft_ms: 750 }],
    [
      "a completion that starts before its span",
      { completion_start_time: "2025-06-14T00:00:00Z" },
      { ttft_ms: null, quality_flags: ["invalid_ttft"] },
    ],
    ["streaming as Python prints it", { "llm.is_streaming": "False" }, { is_streaming: false }],
    ["streaming", { "gen_ai.request.stream": true }, { is_streaming: true }],
    [
      "request parameters",
      { "gen_ai.request.max_tokens": "200", "gen_ai.request.temperature": 0.5, "gen_ai.request.top_p": 1 },
      { request_max_tokens: 200, request_temperature: 0.5, request_top_p: 1 },
    ],
    [
      "half a token as a limit",
      { "gen_ai.request.max_tokens": 0.5 },
      {
        request_max_tokens: null,
        quality_flags: ["invalid_token_count"],
        attributes: { "gen_ai.request.max_tokens": "0.5" },
      },
    ],
    [
      "the conversation before the session",
      { "gen_ai.conversation.id": "c", "session.id": "c" },
      { session_id: "c", attributes: {} },
    ],
    [
      "the prompt's name and version",
      { "gen_ai.prompt.name": "greet", "gen_ai.prompt.version": 3 },
      { prompt_name: "greet", prompt_version: "3" },
    ],
    ["the service tier", { "gen_ai.openai.response.service_tier": "flex" }, { service_tier: "flex" }],
    [
      "instructions in parts",
      { "gen_ai.system_instructions": '[{"type":"text","content":"Be kind"},{"type":"text","content":"Be brief"}]' },
      { system_instructions: "Be kind\nBe brief" },
    ],
    ["instructions as text", { "gen_ai.system_instructions": "Be kind" }, { system_instructions: "Be kind" }],
    ["tool definitions", { "gen_ai.tool.definitions": '[{"name":"a"}]' }, { tool_definitions: '[{"name":"a"}]' }],
    ["the server", { "server.address": "api.openai.com" }, { server_address: "api.openai.com", attributes: {} }],
    ["an unknown attribute", { "gen_ai.unheard.of": 1 }, { attributes: { "gen_ai.unheard.of": "1" } }],
  ];
  test.each(cases)("%s", (_, attributes, expected) => {
    expect(normalise({ ...chat, ...attributes })).toMatchObject(expected);
  });

  test.each([[Number.NaN], [-5], ["many"], [Infinity], [2 ** 60], [1.5], [true]])(
    "a count of %p is unknown, flagged and kept",
    (count) => {
      const span = normalise({ ...chat, "gen_ai.usage.input_tokens": count });
      expect(span).toMatchObject({ input_tokens: null, quality_flags: ["invalid_token_count"] });
      expect(span.attributes).toEqual({ "gen_ai.usage.input_tokens": String(count) });
    },
  );

  test("counts that contradict one another are kept beside the columns", () => {
    const usage = { "gen_ai.usage.input_tokens": 5, "gen_ai.usage.cache_read.input_tokens": 100 };
    const span = normalise({ ...chat, ...usage });
    expect(span).toMatchObject({
      input_tokens: 105,
      input_uncached_tokens: 5,
      quality_flags: ["exclusive_cache_tokens"],
    });
    expect(span.attributes).toEqual({
      "gen_ai.usage.input_tokens": "5",
      "gen_ai.usage.cache_read.input_tokens": "100",
    });
  });

  test("a tool call's arguments and result are messages", () => {
    const span = normalise({
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "weather",
      "gen_ai.tool.call.id": "call_1",
      "gen_ai.tool.call.arguments": '{"city":"Paris"}',
      "gen_ai.tool.call.result": "rain",
    });
    expect(span).toMatchObject({
      tool_name: "weather",
      tool_call_id: "call_1",
      input_messages: [
        {
          role: "assistant",
          parts: [{ type: "tool_call", id: "call_1", name: "weather", arguments: { city: "Paris" } }],
        },
      ],
      output_messages: [
        { role: "tool", parts: [{ type: "tool_call_response", id: "call_1", name: "weather", response: "rain" }] },
      ],
      attributes: {},
    });
  });

  test("scope, trace state, resource, links and other events are kept", () => {
    const span = normalise(chat, {
      resource: new Map<string, AnyValue>([
        ["service.name", "api"],
        ["host.cpus", 4],
      ]),
      scopeName: "openai",
      scopeVersion: "1.2",
      scopeAttributes: new Map([["key", "value"]]),
      traceState: "a=b",
      statusCode: 2,
      statusMessage: "failed",
      events: [event("exception", { "exception.type": "TimeoutError" })],
      links: [{ traceId: "c".repeat(32), spanId: "d".repeat(16), attributes: new Map() }],
    });
    expect(span).toMatchObject({
      service_name: "api",
      scope_name: "openai",
      status: "error",
      status_message: "failed",
      error_type: "TimeoutError",
      resource_attributes: { "host.cpus": "4" },
      attributes: { "otel.scope.version": "1.2", "otel.scope.key": "value", "w3c.tracestate": "a=b" },
    });
    expect(JSON.parse(span.events)).toHaveLength(1);
    expect(JSON.parse(span.links)).toEqual([{ trace_id: "c".repeat(32), span_id: "d".repeat(16), attributes: {} }]);
  });
});

describe("an operation that is not named is inferred and flagged", () => {
  const cases: readonly [label: string, name: string, attributes: Record<string, AnyValue>, operation: string][] = [
    [
      "from the span's name",
      "embeddings text-embedding-3",
      { "gen_ai.request.model": "text-embedding-3" },
      "embeddings",
    ],
    ["from a tool call", "running tool", { "gen_ai.tool.call.id": "1" }, "execute_tool"],
    [
      "from an agent",
      "researcher run",
      { "gen_ai.agent.name": "researcher", "gen_ai.usage.output_tokens": 1 },
      "invoke_agent",
    ],
    ["from tokens", "llm_request", { "gen_ai.usage.completion_tokens": 9 }, "chat"],
  ];
  test.each(cases)("%s", (_, name, attributes, operation) => {
    expect(normalise(attributes, { name })).toMatchObject({ operation, quality_flags: ["inferred_operation"] });
  });

  test("but not from a model alone", () => {
    expect(normalise({ "gen_ai.request.model": "gpt-4" })).toMatchObject({ operation: "", quality_flags: [] });
  });
});

describe("OpenInference", () => {
  test.each([
    ["LLM", "chat"],
    ["EMBEDDING", "embeddings"],
    ["CHAIN", "invoke_workflow"],
    ["RETRIEVER", "retrieval"],
    ["RERANKER", "rerank"],
    ["TOOL", "execute_tool"],
    ["AGENT", "invoke_agent"],
    ["GUARDRAIL", "run_guardrail"],
    ["EVALUATOR", "evaluate"],
    ["llm", "chat"],
    ["SOMETHING", ""],
  ])("span kind %s is operation %j", (kind, operation) => {
    expect(normalise({ "openinference.span.kind": kind })).toMatchObject({ dialect: "openinference", operation });
  });

  const llm = { "openinference.span.kind": "LLM" };
  const cases: readonly [label: string, attributes: Record<string, AnyValue>, expected: Partial<LlmSpan>][] = [
    [
      "the model alone is the requested one",
      { "llm.model_name": "gpt-4" },
      { request_model: "gpt-4", response_model: "" },
    ],
    [
      "the parameters name another model",
      { "llm.model_name": "gpt-4-0613", "llm.invocation_parameters": '{"model":"gpt-4"}' },
      { request_model: "gpt-4", response_model: "gpt-4-0613" },
    ],
    [
      "models by their newer names",
      { "llm.request.model_name": "a", "llm.response.model_name": "b", "llm.model_name": "b" },
      { request_model: "a", response_model: "b", attributes: {} },
    ],
    [
      "parameters",
      {
        "llm.invocation_parameters":
          '{"max_completion_tokens":200,"temperature":0.5,"top_p":0.9,"service_tier":"flex"}',
      },
      { request_max_tokens: 200, request_temperature: 0.5, request_top_p: 0.9, service_tier: "flex" },
    ],
    [
      "parameters stay an attribute",
      { "llm.invocation_parameters": '{"seed":1}' },
      { attributes: { "llm.invocation_parameters": '{"seed":1}' } },
    ],
    [
      "usage with details",
      {
        "llm.token_count.prompt": 50_000,
        "llm.token_count.completion": 200,
        "llm.token_count.prompt_details.cache_read": 40_000,
        "llm.token_count.prompt_details.cache_write": 5000,
      },
      { input_uncached_tokens: 5000, cache_read_tokens: 40_000, cache_write_5m_tokens: 5000, output_tokens: 200 },
    ],
    ["tags in a list", { "tag.tags": ["a", "b"] }, { tags: ["a", "b"] }],
    ["tags as JSON", { "tag.tags": '["a","b"]' }, { tags: ["a", "b"] }],
    ["tags with commas", { "tag.tags": "a, b" }, { tags: ["a", "b"] }],
    ["one tag", { "tag.tags": "a" }, { tags: ["a"] }],
    ["session and user", { "session.id": "s", "user.id": "u" }, { session_id: "s", user_id: "u", attributes: {} }],
    ["metadata stays an attribute", { metadata: '{"a":1}' }, { attributes: { metadata: '{"a":1}' } }],
    [
      "a plain input and output",
      { "input.value": "Hi", "output.value": "Hello" },
      {
        input_messages: [{ role: "user", parts: [text("Hi")] }],
        output_messages: [{ role: "assistant", parts: [text("Hello")] }],
      },
    ],
    [
      "prompts of completion models",
      { "llm.prompts.0.prompt.text": "Once", "llm.choices.0.completion.text": "upon" },
      {
        input_messages: [{ role: "user", parts: [text("Once")] }],
        output_messages: [{ role: "assistant", parts: [text("upon")] }],
        attributes: {},
      },
    ],
    [
      "tools",
      { "llm.tools.0.tool.json_schema": '{"name":"a"}', "llm.tools.1.tool.json_schema": '{"name":"b"}' },
      { tool_definitions: '[{"name":"a"},{"name":"b"}]', attributes: {} },
    ],
    ["provider before system", { "llm.system": "openai", "llm.provider": "azure" }, { provider: "azure.ai.openai" }],
  ];
  test.each(cases)("%s", (_, attributes, expected) => {
    expect(normalise({ ...llm, ...attributes })).toMatchObject(expected);
  });

  test("what was embedded is the input, the vectors stay attributes", () => {
    const span = normalise({
      "openinference.span.kind": "EMBEDDING",
      "embedding.model_name": "ada",
      "embedding.embeddings.0.embedding.text": "cat",
      "embedding.embeddings.0.embedding.vector": [0.5, 1],
    });
    expect(span).toMatchObject({ request_model: "ada", input_messages: [{ role: "user", parts: [text("cat")] }] });
    expect(span.attributes).toEqual({ "embedding.embeddings.0.embedding.vector": "[0.5,1]" });
  });

  test("a span of both dialects has the facts of both", () => {
    const span = normalise({
      "openinference.span.kind": "AGENT",
      "llm.model_name": "gpt-4",
      "gen_ai.usage.input_tokens": 3,
      "gen_ai.agent.name": "planner",
    });
    expect(span).toMatchObject({
      dialect: "openinference",
      operation: "invoke_agent",
      request_model: "gpt-4",
      input_tokens: 3,
      agent_name: "planner",
    });
  });
});

describe("numbered attributes of any number", () => {
  test("a huge number costs one message and keeps its place", () => {
    const span = normalise({
      "gen_ai.prompt.999999.content": "last",
      "gen_ai.prompt.0.content": "first",
      "gen_ai.prompt.12345678901.content": "no number",
      "llm.input_messages.999999999.message.content": "other",
    });
    expect(span.input_messages).toEqual([
      { role: "user", parts: [text("first")] },
      { role: "user", parts: [text("last")] },
    ]);
    expect(Object.keys(span.attributes)).toEqual([
      "gen_ai.prompt.12345678901.content",
      "llm.input_messages.999999999.message.content",
    ]);
  });

  test("ten thousand messages take no quadratic time", () => {
    const attributes = new Map<string, AnyValue>();
    for (let n = 0; n < 10_000; n += 1) attributes.set(`llm.input_messages.${n}.message.content`, "x");
    const span = normalise({}, { attributes });
    expect(span.input_messages).toHaveLength(10_000);
    expect(span.attributes).toEqual({});
  });

  test("tool calls are read, unknown fields are kept", () => {
    const span = normalise({
      "gen_ai.completion.0.role": "assistant",
      "gen_ai.completion.0.tool_calls.0.id": "call_1",
      "gen_ai.completion.0.tool_calls.0.name": "weather",
      "gen_ai.completion.0.tool_calls.0.arguments": '{"city":"Paris"}',
      "gen_ai.completion.0.refusal": "no",
    });
    expect(span.output_messages).toEqual([
      {
        role: "assistant",
        parts: [{ type: "tool_call", id: "call_1", name: "weather", arguments: { city: "Paris" } }],
      },
    ]);
    expect(span.attributes).toEqual({ "gen_ai.completion.0.refusal": "no" });
  });
});

test("no attributes make it throw, lose a span or leave the set of flags", () => {
  const key = fc.constantFrom(
    "gen_ai.operation.name",
    "gen_ai.system",
    "gen_ai.input.messages",
    "gen_ai.output.messages",
    "gen_ai.prompt",
    "gen_ai.usage.input_tokens",
    "gen_ai.prompt.0.content",
    "gen_ai.prompt.0.tool_calls.0.arguments",
    "gen_ai.system_instructions",
    "gen_ai.tool.definitions",
    "gen_ai.tool.call.arguments",
    "gen_ai.tool.name",
    "openinference.span.kind",
    "llm.input_messages.0.message.contents.0.message_content.type",
    "llm.invocation_parameters",
    "input.value",
    "output.value",
    "tag.tags",
    "llm.tools.0.tool.json_schema",
    "__proto__",
    "completion_start_time",
  );
  const json = fc.json();
  const value: fc.Arbitrary<AnyValue> = fc.oneof(
    json,
    fc.string(),
    fc.double(),
    fc.bigInt(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.array(fc.string()),
    json.map((item) => new Map([["k", item]])),
  );
  const attributes = fc.array(fc.tuple(key, value)).map((entries) => new Map(entries));
  const events = fc.array(
    fc.record({
      name: fc.constantFrom("gen_ai.choice", "gen_ai.user.message", "gen_ai.content.prompt"),
      timeUnixNano: fc.constant(start),
      attributes,
    }),
  );
  const known = new Set<string>(qualityFlags);
  fc.assert(
    fc.property(attributes, events, (given, happened) => {
      const span = normalise({}, { attributes: given, events: happened });
      expect(span.trace_id).toBe("a".repeat(32));
      expect(span.quality_flags.filter((flag) => !known.has(flag))).toEqual([]);
      expect(() => JSON.stringify(span)).not.toThrow();
    }),
    { numRuns: 500 },
  );
});
