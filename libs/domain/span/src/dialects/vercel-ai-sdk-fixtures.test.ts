import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { describe, expect, test } from "vitest";
import { textOfAnyValue } from "../otlp/any-value.ts";
import type { LlmSpan } from "../row/llm-span.ts";
import { normaliseSpan } from "../row/normalise-span.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { messageText } from "../row/span-text.ts";

type Time = readonly [seconds: number, nanoseconds: number];
interface CapturedSpan {
  readonly name: string;
  readonly spanContext: { readonly traceId: string; readonly spanId: string };
  readonly attributes: Readonly<Record<string, AnyValue>>;
  readonly startTime: Time;
  readonly endTime: Time;
  readonly events: readonly {
    readonly name: string;
    readonly time: Time;
    readonly attributes: Readonly<Record<string, AnyValue>>;
  }[];
}

const folder = fixturesFolder();
const unixNano = ([seconds, nanoseconds]: Time) => BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
const context = { tenant: "t", receivedAtMs: Date.UTC(2026, 1, 4) };

function rowOf(span: CapturedSpan): LlmSpan {
  const events = span.events.map(({ name, time, attributes }) => ({
    name,
    timeUnixNano: unixNano(time),
    attributes: new Map(Object.entries(attributes)),
  }));
  const decoded = createOtlpSpan({
    ...span.spanContext,
    name: span.name,
    scopeName: "ai",
    startTimeUnixNano: unixNano(span.startTime),
    endTimeUnixNano: unixNano(span.endTime),
    attributes: new Map(Object.entries(span.attributes)),
    events,
  });
  return normaliseSpan(decoded, context);
}

const joined = (messages: LlmSpan["input_messages"]) => messages.map(messageText).join("\n");
const parsed = (value: AnyValue) => JSON.parse(textOfAnyValue(value));

/** What the row holds of an attribute, and what the attribute says. */
type Told = (row: LlmSpan, value: AnyValue) => readonly [found: unknown, told: unknown];
const column =
  (name: keyof LlmSpan): Told =>
  (row, value) => [row[name], value];
const answer: Told = (row, value) => [joined(row.output_messages), value];

const operations: Readonly<Record<string, readonly [operation: string, isStreaming: boolean]>> = {
  "ai.generateText": ["invoke_agent", false],
  "ai.generateText.doGenerate": ["chat", false],
  "ai.generateObject": ["invoke_agent", false],
  "ai.generateObject.doGenerate": ["chat", false],
  "ai.streamText": ["invoke_agent", true],
  "ai.streamText.doStream": ["chat", true],
  "ai.embed": ["embeddings", false],
  "ai.embed.doEmbed": ["embeddings", false],
};

/** Every attribute that is in a column. */
const tellings: Readonly<Record<string, Told>> = {
  "operation.name": (row, value) => [
    [row.operation, row.is_streaming],
    operations[textOfAnyValue(value).split(" ")[0] ?? ""],
  ],
  "ai.operationId": (row, value) => [[row.operation, row.is_streaming], operations[textOfAnyValue(value)]],
  "ai.telemetry.functionId": column("trace_name"),
  "ai.model.provider": (row) => [row.provider, "openai"],
  "gen_ai.system": (row) => [row.provider, "openai"],
  "ai.model.id": column("request_model"),
  "gen_ai.request.model": column("request_model"),
  "ai.prompt": (row, value) => {
    const { prompt, messages = [] } = parsed(value);
    const texts = messages.map(({ content }: { readonly content: string }) => content).join("\n");
    return [joined(row.input_messages), prompt ?? texts];
  },
  "ai.prompt.messages": (row, value) => [
    row.input_messages.map(({ role, parts }) => [role, parts.map((part) => part.content)]),
    parsed(value).map(({ role, content }: { readonly role: string; readonly content: string | { text: string }[] }) => [
      role,
      typeof content === "string" ? [content] : content.map(({ text }) => text),
    ]),
  ],
  "ai.value": (row, value) => [joined(row.input_messages), parsed(value)],
  "ai.values": (row, value) => [joined(row.input_messages), parsed(Array.isArray(value) ? value[0] : value)],
  "ai.response.text": answer,
  "ai.response.object": answer,
  "ai.response.finishReason": (row, value) => [row.finish_reasons, [value]],
  "gen_ai.response.finish_reasons": column("finish_reasons"),
  "ai.response.id": column("response_id"),
  "gen_ai.response.id": column("response_id"),
  "ai.response.model": column("response_model"),
  "gen_ai.response.model": column("response_model"),
  "ai.response.providerMetadata": (row, value) => [
    [row.service_tier, row.response_id],
    [parsed(value).openai.serviceTier, parsed(value).openai.responseId],
  ],
  "ai.usage.promptTokens": column("input_tokens"),
  "ai.usage.inputTokens": column("input_tokens"),
  "ai.usage.tokens": column("input_tokens"),
  "gen_ai.usage.input_tokens": column("input_tokens"),
  "ai.usage.completionTokens": column("output_tokens"),
  "ai.usage.outputTokens": column("output_tokens"),
  "gen_ai.usage.output_tokens": column("output_tokens"),
  "ai.usage.totalTokens": column("total_tokens"),
  "ai.usage.reasoningTokens": column("reasoning_tokens"),
  "ai.usage.cachedInputTokens": column("cache_read_tokens"),
  "ai.response.msToFirstChunk": column("ttft_ms"),
  "ai.response.msToFinish": (row, value) => [
    row.tpot_ms,
    (Number(value) - Number(row.ttft_ms)) / (Number(row.output_tokens) - 1),
  ],
};

/** Every attribute that no column is made for: it is kept as it was sent. */
const kept = new Set([
  "resource.name",
  "ai.settings.maxRetries",
  "ai.settings.output",
  "ai.schema",
  "ai.embedding",
  "ai.embeddings",
  "ai.request.headers.user-agent",
  "ai.response.timestamp",
  "ai.response.avgOutputTokensPerSecond",
  "ai.telemetry.metadata.testCategory",
  "ai.telemetry.metadata.customField",
]);

describe.skipIf(folder === null)(suiteName("captured spans of the Vercel AI SDK", fixturesAvailability()), () => {
  const file = join(folder ?? "", "spans/vercel-ai-sdk-v6/all-spans.json");
  const spans: readonly CapturedSpan[] = folder === null ? [] : JSON.parse(readFileSync(file, "utf8"));

  test("there are as many as there should be", () => {
    expect(spans).toHaveLength(10);
  });

  test.each(spans.map((span, at) => [`${at} ${span.name}`, span] as const))("%s is complete", (_, span) => {
    const row = rowOf(span);
    expect(row).toMatchObject({ dialect: "vercel_ai_sdk", quality_flags: [] });
    for (const [key, value] of Object.entries(span.attributes)) {
      const [found, told] = tellings[key]?.(row, value) ?? [
        kept.has(key) && row.attributes[key],
        textOfAnyValue(value),
      ];
      expect(found, key).toEqual(told);
    }
    const input = row.input_tokens;
    expect([row.input_uncached_tokens, (row.output_text_tokens ?? 0) + (row.reasoning_tokens ?? 0)]).toEqual([
      input,
      row.output_tokens ?? 0,
    ]);
  });

  test("the event of the first chunk is in a column, that of the end is kept", () => {
    const events = spans.map(rowOf).flatMap((row) => (row.events === "" ? [] : JSON.parse(row.events)));
    expect(events).toMatchObject([{ name: "ai.stream.finish" }]);
  });
});
