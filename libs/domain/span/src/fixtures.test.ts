import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { describe, expect, test } from "vitest";
import { textOfAnyValue } from "./otlp/any-value.ts";
import {
  createOtlpSpan,
  decodeTraceRequest,
  decodeTraceRequestJson,
  encodeTraceRequest,
  encodeTraceRequestJson,
  inputText,
  normaliseSpan,
  outputText,
} from "./index.ts";
import type { AnyValue, LlmSpan, OtlpSpan } from "./index.ts";

/** The corpora as they lie: requests that were parsed by a protobuf library. */
type Int = string | number | { readonly low: number; readonly high: number };
type Id = string | { readonly __bytes_hex: string } | { readonly data: readonly number[] };
interface Value {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly doubleValue?: number;
  readonly intValue?: Int;
  readonly arrayValue?: { readonly values: readonly Value[] };
}
type Attributes = readonly { readonly key: string; readonly value: Value }[];
interface CorpusSpan {
  readonly traceId: Id;
  readonly spanId: Id;
  readonly parentSpanId?: Id;
  readonly name: string;
  readonly kind?: number;
  readonly startTimeUnixNano?: Int;
  readonly endTimeUnixNano?: Int;
  readonly attributes?: Attributes;
  readonly events?: readonly { readonly name: string; readonly timeUnixNano?: Int; readonly attributes?: Attributes }[];
  readonly status?: { readonly code?: number };
}
interface Call {
  readonly resourceSpans: readonly {
    readonly resource?: { readonly attributes?: Attributes };
    readonly scopeSpans: readonly {
      readonly scope?: { readonly name?: string; readonly version?: string; readonly attributes?: Attributes };
      readonly spans: readonly CorpusSpan[];
    }[];
  }[];
}
interface Corpus {
  readonly cases: readonly { readonly name: string; readonly calls: readonly Call[] }[];
}
interface NamedAttributes {
  readonly name: string;
  readonly attributes: Readonly<Record<string, AnyValue>>;
}
interface FrameworkTrace {
  readonly trace: { readonly observations?: readonly { readonly name?: string | null; readonly metadata?: string }[] };
}

const folder = fixturesFolder();
const spans = join(folder ?? "", "spans");
const context = { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 1) };

function readText(file: string): string {
  return readFileSync(join(spans, file), "utf8");
}

function spansOf(outcome: ReturnType<typeof decodeTraceRequest>): readonly OtlpSpan[] {
  if (outcome.kind !== "ok") throw new Error(`a dead letter: ${outcome.reason}`);
  expect(outcome.value.rejected).toEqual([]);
  return outcome.value.spans;
}

/** What the corpus says, read by other code than the decoder's. */
function expectedValue({ arrayValue, intValue, ...held }: Value): AnyValue {
  if (arrayValue !== undefined) return arrayValue.values.map(expectedValue);
  if (intValue !== undefined) return Number(expectedInt(intValue));
  return held.stringValue ?? held.boolValue ?? held.doubleValue ?? null;
}

function expectedInt(value: Int = 0): bigint {
  return typeof value === "object" ? BigInt(value.high) * 2n ** 32n + BigInt(value.low >>> 0) : BigInt(value);
}

function expectedAttributes(list: Attributes = []): ReadonlyMap<string, AnyValue> {
  return new Map(list.map(({ key, value }) => [key, expectedValue(value)]));
}

function expectedId(id: Id = ""): string {
  if (typeof id === "string") return id;
  return "data" in id ? Buffer.from(id.data).toString("hex") : id.__bytes_hex;
}

function expectedSpans(call: Call): Partial<OtlpSpan>[] {
  return call.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans: members }) =>
      members.map((span) => ({
        traceId: expectedId(span.traceId),
        spanId: expectedId(span.spanId),
        parentSpanId: expectedId(span.parentSpanId),
        name: span.name,
        kind: span.kind ?? 0,
        startTimeUnixNano: expectedInt(span.startTimeUnixNano),
        endTimeUnixNano: expectedInt(span.endTimeUnixNano),
        attributes: expectedAttributes(span.attributes),
        events: (span.events ?? []).map((event) => ({
          name: event.name,
          timeUnixNano: expectedInt(event.timeUnixNano),
          attributes: expectedAttributes(event.attributes),
        })),
        statusCode: span.status?.code ?? 0,
        resource: expectedAttributes(resource?.attributes),
        scopeName: scope?.name ?? "",
        scopeVersion: scope?.version ?? "",
        scopeAttributes: expectedAttributes(scope?.attributes),
      })),
    ),
  );
}

describe.skipIf(folder === null)(suiteName("requests of a dozen real SDKs", fixturesAvailability()), () => {
  const { cases }: Corpus = folder === null ? { cases: [] } : JSON.parse(readText("langfuse-mapping-cases.json"));
  const calls = cases.flatMap((each, at) => each.calls.map((call): [string, Call] => [`${at} ${each.name}`, call]));

  test("there are as many as there should be", () => {
    expect(calls).toHaveLength(173);
  });

  test.each(calls)("%s: nothing is lost", (_, call) => {
    const expected = expectedSpans(call);
    const decoded = spansOf(decodeTraceRequestJson(call));
    expect(decoded).toMatchObject(expected);
    expect(decoded).toHaveLength(expected.length);
    expect(spansOf(decodeTraceRequestJson(JSON.stringify(call)))).toEqual(decoded);
    expect(spansOf(decodeTraceRequest(encodeTraceRequest(decoded)))).toMatchObject(expected);
    expect(spansOf(decodeTraceRequestJson(encodeTraceRequestJson(decoded)))).toMatchObject(expected);
  });

  test.each(calls)("%s: every attribute is in a column or among the attributes", (_, call) => {
    for (const span of spansOf(decodeTraceRequestJson(call))) {
      const row = normaliseSpan(span, context);
      const said = JSON.stringify({ ...row, attributes: Object.values(row.attributes) });
      for (const [key, value] of span.attributes) {
        const isKept = Object.hasOwn(row.attributes, key);
        const isSaid = (text: string) => said.includes(text) || said.includes(JSON.stringify(text).slice(1, -1));
        const isTranslated =
          (key === "openinference.span.kind" && row.operation !== "") ||
          (key.endsWith("completion_start_time") && row.ttft_ms !== null) ||
          /[._]tags$/.test(key);
        expect(isKept || isTranslated || isStructured(value) || isSaid(textOfAnyValue(value)), key).toBe(true);
      }
    }
  });

  /** Lists and JSON are laid out anew in the columns: their own tests compare them. */
  function isStructured(value: AnyValue): boolean {
    return typeof value === "object" || (typeof value === "string" && /^\s*[[{]/.test(value));
  }

  const rowsOf = (name: string): LlmSpan[] =>
    cases
      .filter((each) => each.name.includes(name))
      .flatMap((each) => each.calls)
      .flatMap((call) => spansOf(decodeTraceRequestJson(call)))
      .map((span) => normaliseSpan(span, context));

  const text = (content: string) => ({ type: "text", content });
  const expectations: readonly [name: string, rows: Partial<LlmSpan>[]][] = [
    [
      "should convert a TraceLoop OTel Span",
      [
        {
          dialect: "otel_genai",
          operation: "chat",
          provider: "openai",
          request_model: "gpt-3.5-turbo",
          response_model: "gpt-3.5-turbo-0125",
          input_tokens: 14,
          output_tokens: 173,
          total_tokens: 187,
          is_streaming: false,
          finish_reasons: ["stop"],
          input_messages: [{ role: "user", parts: [text("What is LLM Observability?")] }],
          parent_span_id: "",
          kind: "client",
        },
      ],
    ],
    [
      "LFE-5171",
      [
        {
          dialect: "otel_genai",
          operation: "chat",
          response_model: "gpt-4-0613",
          finish_reasons: ["stop"],
          input_messages: [
            { role: "system", parts: [text("You are a helpful assistant.")] },
            { role: "user", parts: [text("What is the capital of France?")] },
          ],
          output_messages: [
            { role: "assistant", parts: [text("The capital of France is Paris.")], finish_reason: "stop" },
          ],
          events: "",
        },
      ],
    ],
    ["map OpenInference LLM span kind", [{ dialect: "openinference", operation: "chat" }]],
    ["map OpenInference EMBEDDING span kind", [{ operation: "embeddings" }]],
    ["map OpenInference AGENT span kind", [{ operation: "invoke_agent" }]],
    ["map OpenInference TOOL span kind", [{ operation: "execute_tool" }]],
    ["map OpenInference GUARDRAIL span kind", [{ operation: "run_guardrail" }]],
    ["map OpenInference EVALUATOR span kind", [{ operation: "evaluate" }]],
    ["map OpenInference UnknownKind span kind", [{ dialect: "openinference", operation: "" }]],
    ["map OTel GenAI chat operation", [{ dialect: "otel_genai", operation: "chat" }]],
    ["map OTel GenAI completion operation", [{ operation: "text_completion" }]],
    ["map OTel GenAI generate_content operation", [{ operation: "generate_content" }]],
    ["map OTel GenAI invoke_agent operation", [{ operation: "invoke_agent" }]],
    ["map OTel GenAI create_agent operation", [{ operation: "create_agent" }]],
    ["map OTel GenAI execute_tool operation", [{ operation: "execute_tool" }]],
    [
      "map Pydantic AI tool call to TOOL",
      [
        {
          operation: "execute_tool",
          tool_name: "roulette_wheel",
          tool_call_id: "call_idvalue",
          parent_span_id: "fedcba0987654321",
        },
      ],
    ],
    [
      "map Pydantic AI agent root span",
      [{ operation: "invoke_agent", agent_name: "roulette_agent", input_tokens: 174, output_tokens: 31 }],
    ],
    [
      "should prepend gen_ai.system_instructions",
      [{ system_instructions: "You are a helpful assistant. Answer questions concisely and clearly." }],
    ],
    [
      "prompt_details.cache_read/cache_write into",
      [
        {
          dialect: "openinference",
          input_tokens: 50_000,
          input_uncached_tokens: 5000,
          cache_read_tokens: 40_000,
          cache_write_5m_tokens: 5000,
        },
      ],
    ],
    [
      "input_cached_tokens / input_cache_creation from",
      [{ input_uncached_tokens: 5000, cache_read_tokens: 40_000, cache_write_5m_tokens: 5000 }],
    ],
    ["sessionId on trace from session.id", [{ session_id: "session-1" }]],
    ["sessionId on trace from gen_ai.conversation.id", [{ session_id: "conversation-1" }]],
    ["providedModelName from gen_ai.request.model", [{ request_model: "gpt-4" }]],
    ["providedModelName from llm.model_name", [{ dialect: "openinference", request_model: "gpt-4" }]],
    ["#5412: should map llm.invocation_parameters", [{ request_max_tokens: 4096 }]],
    [
      "llm.input_messages.message.content to input",
      [{ input_messages: [{ role: "user", parts: [text("Hello, how are you?")] }] }],
    ],
    [
      "llm.output_messages.message.content to output",
      [{ output_messages: [{ role: "assistant", parts: [text("Hello, how are you?")] }] }],
    ],
    ["tags from tag.tags comma-separated", [{ tags: ["llamaindex", "rag", "production"] }]],
    [
      "array input on trace event attributes",
      [{}, { input_messages: [{ role: "user", parts: [text("Reply with the word 'java'")] }] }],
    ],
    [
      "gen_ai.tool.message event with id",
      [{ input_messages: [{ role: "tool", parts: [{ type: "tool_call_response", id: "call_456" }] }] }],
    ],
    ["gen_ai.choice event with finish_reason", [{ finish_reasons: ["stop"], events: "" }]],
    [
      "extract input/output from gen_ai.client.inference.operation.details",
      [
        {
          request_model: "gpt-4o-mini",
          system_instructions: "You are a helpful assistant.",
          input_messages: [{ role: "user", parts: [text("What is the capital of France?")] }],
          output_messages: [{ role: "assistant", parts: [text("Paris")], finish_reason: "stop" }],
          finish_reasons: ["stop"],
        },
      ],
    ],
    [
      "should map AI SDK v7 GenAI",
      [
        { operation: "chat", request_model: "test-model", input_messages: [{ role: "user", parts: [text("hello")] }] },
        {
          operation: "execute_tool",
          tool_name: "get_weather",
          output_messages: [
            {
              role: "tool",
              parts: [{ type: "tool_call_response", name: "get_weather", response: { temperature: 21 } }],
            },
          ],
        },
      ],
    ],
    [
      "should use the present timestamp as fallback",
      [1, 2].map(() => ({
        start_time: "2025-04-30T15:28:50.686764000Z",
        end_time: "2025-04-30T15:28:50.686764000Z",
        quality_flags: ["missing_start_time"],
      })),
    ],
    [
      "should filter out shallow traces",
      [
        { name: "child-span", parent_span_id: "834e28b5917fbef6" },
        { name: "root-span", parent_span_id: "" },
      ],
    ],
    [
      "normalize official gen_ai cache usage",
      [{ input_tokens: 100, input_uncached_tokens: 70, output_tokens: 40, total_tokens: 140, output_audio_tokens: 5 }],
    ],
    ["completion_details.reasoning/audio", [{ output_tokens: 50, reasoning_tokens: 30, output_audio_tokens: 5 }]],
    ["(Google ADK)", [{ output_tokens: 60, reasoning_tokens: 25, total_tokens: 160 }]],
    [
      "clamp output at 0 when reasoning",
      [{ output_tokens: 50, reasoning_tokens: 60, quality_flags: ["usage_inconsistent", "inferred_operation"] }],
    ],
    [
      "normalize raw Anthropic",
      [{ input_tokens: 100, input_uncached_tokens: 70, cache_read_tokens: 20, cache_write_5m_tokens: 10 }],
    ],
    ["let a dotted cache value of 0 shadow", [{ cache_read_tokens: 0, input_uncached_tokens: 100 }]],
  ];
  test.each(expectations)("%s", (name, expected) => {
    expect(rowsOf(name)).toMatchObject(expected);
  });
});

describe.skipIf(folder === null)(suiteName("attributes of one call in two dialects", fixturesAvailability()), () => {
  const rowOf = (file: string): LlmSpan => {
    const given: Readonly<Record<string, AnyValue>> = JSON.parse(readText(`openinference-genai/${file}.json`));
    const attributes = new Map(Object.entries(given));
    const ids = { traceId: "a".repeat(32), spanId: "b".repeat(16), name: "chat gpt-4" };
    return normaliseSpan(createOtlpSpan({ ...ids, startTimeUnixNano: 1n, attributes }), context);
  };
  const toolCall = { type: "tool_call", id: "1234", name: "get_weather", arguments: { location: "Paris" } };
  const call = {
    operation: "chat",
    provider: "openai",
    request_model: "gpt-4",
    response_model: "gpt-4-0613",
    input_tokens: 97,
    output_tokens: 52,
    total_tokens: 149,
    request_max_tokens: 200,
    request_temperature: 0.5,
    request_top_p: 0.9,
    input_messages: [
      { role: "user", parts: [{ type: "text", content: "Weather in Paris?" }] },
      {
        role: "assistant",
        parts: [{ type: "text", content: "Absolutely! Let me check the weather for you." }, toolCall],
      },
      { role: "tool", parts: [{ type: "tool_call_response", id: "1234", response: "rainy, 57°F" }] },
    ],
  };
  test.each([
    ["openinference", "openinference_client_span_input_output_only"],
    ["openinference", "openinference_client_span_tool_calls"],
    ["otel_genai", "otel_genai_client_span_tool_calls"],
    ["otel_genai", "otel_genai_deprecated_client_span_tool_calls"],
  ])("%s: %s", (dialect, file) => {
    const row = rowOf(file);
    expect(row).toMatchObject({ dialect, ...call });
    expect(inputText(row)).toBe("rainy, 57°F");
    expect(outputText(row)).toBe("The weather in Paris is currently rainy with a temperature of 57°F.");
  });

  test("a tool's input and output", () => {
    const row = rowOf("otel_genai_tool_execution_span");
    expect(row).toMatchObject({ operation: "execute_tool", tool_name: "get_weather", tool_call_id: "1234" });
    expect(row.input_messages[0]?.parts[0]).toMatchObject({ type: "tool_call", arguments: { city: "New York" } });
    expect(outputText(row)).toContain("The weather in New York is sunny");
    expect(Object.keys(row.attributes)).toEqual(["gen_ai.tool.description", "gen_ai.tool.type"]);
  });
});

describe.skipIf(folder === null)(
  suiteName("spans of gateways and frameworks whose dialects are partly known", fixturesAvailability()),
  () => {
    const rowOf = (name: string, attributes: object): LlmSpan => {
      const ids = { traceId: "a".repeat(32), spanId: "b".repeat(16), startTimeUnixNano: 1n };
      const span = createOtlpSpan({ ...ids, name, attributes: new Map(Object.entries(attributes)) });
      const [decoded = span] = spansOf(decodeTraceRequest(encodeTraceRequest([span])));
      return normaliseSpan(decoded, context);
    };

    test("a gateway's call has model, usage and messages", () => {
      const { spans: members }: { spans: NamedAttributes[] } = JSON.parse(readText("litellm-otel-spans.json"));
      const rows: LlmSpan[] = members.map(({ name, attributes }) => rowOf(name, attributes));
      expect(rows[1]).toMatchObject({
        provider: "hosted_vllm",
        input_tokens: 36,
        output_tokens: 48,
        is_streaming: false,
      });
      expect(rows.map(({ operation }) => operation)).toEqual(["", "chat", "chat"]);
    });

    test.each(["ai-generateText-doGenerate.json", "ai-streamText-doStream.json"])("%s", (file) => {
      const exported: NamedAttributes[] = JSON.parse(readText(`vercel-ai-sdk-v6/${file}`));
      for (const { name, attributes } of exported) {
        expect(rowOf(name, attributes)).toMatchObject({ dialect: "vercel_ai_sdk", operation: "chat" });
      }
    });

    const traces =
      folder === null
        ? []
        : readdirSync(join(spans, "framework-traces")).filter((file) => file.endsWith(".trace.json"));
    test.each(traces)("%s: the attributes that were exported with it are read", (file) => {
      const { trace }: FrameworkTrace = JSON.parse(readText(`framework-traces/${file}`));
      for (const { name, metadata } of trace.observations ?? []) {
        const { attributes }: Partial<NamedAttributes> = JSON.parse(metadata ?? "{}") ?? {};
        expect(rowOf(name ?? "", attributes ?? {}).span_id).toBe("b".repeat(16));
      }
    });
  },
);
