import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { noUsageReasons } from "../no-usage-reasons.ts";
import { eventStreamFrame } from "../testing/event-stream-frame.ts";
import { inputTokensOf, type Usage } from "../usage.ts";
import { extractExchangeUsage, type Exchange } from "./extract-exchange-usage.ts";

const openai = "https://api.openai.com/v1";
const anthropic = "https://api.anthropic.com/v1/messages";
const bedrock = "https://bedrock-runtime.us-east-1.amazonaws.com/model";
const gemini = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro";

const exchange = (uri: string, responseBody: Exchange["responseBody"], other: Partial<Exchange> = {}): Exchange => ({
  uri,
  method: "POST",
  status: 200,
  responseBody,
  ...other,
});

/** A stream of server-sent events. */
const sse = (...events: readonly object[]): string =>
  `${events.map((event) => `event: x\ndata: ${JSON.stringify(event)}\n\n`).join("")}data: [DONE]\n\n`;
const lines = (...values: readonly object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join("");

/** The buckets that are not empty, or the reason why there are none. */
function bucketsOf(question: Exchange): Partial<Usage> | string {
  const result = extractExchangeUsage(question);
  if (result.kind === "none") return result.reason;
  return Object.fromEntries(Object.entries(result.usage).filter(([, count]) => count > 0));
}

const start = (usage: object) => ({ type: "message_start", message: { model: "claude-opus-5", usage } });
const delta = (usage: object) => ({ type: "message_delta", delta: { stop_reason: "end_turn" }, usage });
const base64 = (event: object) => Buffer.from(JSON.stringify(event)).toString("base64");

describe("extractExchangeUsage", () => {
  it.each<[string, Exchange, Partial<Usage>]>([
    [
      "an answer",
      exchange(`${openai}/chat/completions`, '{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}'),
      { inputUncached: 3, outputText: 4 },
    ],
    [
      "a stream of chat completions that tells its usage",
      exchange(
        `${openai}/chat/completions`,
        sse({ choices: [{}], usage: null }, { choices: [], usage: { prompt_tokens: 3, completion_tokens: 4 } }),
      ),
      { inputUncached: 3, outputText: 4 },
    ],
    [
      "a stream that counts as it goes",
      exchange(
        "http://localhost:8000/v1/chat/completions",
        sse(
          { usage: { prompt_tokens: 3, completion_tokens: 1 } },
          { usage: { prompt_tokens: 3, completion_tokens: 4 } },
        ),
      ),
      { inputUncached: 3, outputText: 4 },
    ],
    [
      "a stream of responses, whose early events have none",
      exchange(
        `${openai}/responses`,
        sse(
          { type: "response.created", response: { service_tier: "auto", usage: null } },
          { type: "response.completed", response: { usage: { input_tokens: 3, output_tokens: 4 } } },
        ),
      ),
      { inputUncached: 3, outputText: 4 },
    ],
    [
      "a stream of messages, which counts input first and output last",
      exchange(
        anthropic,
        sse(start({ input_tokens: 3, cache_read_input_tokens: 9, output_tokens: 1 }), delta({ output_tokens: 4 })),
      ),
      { inputUncached: 3, cacheRead: 9, outputText: 4 },
    ],
    [
      "a stream of messages from a host that nobody knows",
      exchange(
        "http://proxy/v1/messages",
        sse(start({ input_tokens: 0, output_tokens: 0 }), delta({ input_tokens: 3, output_tokens: 4 })),
      ),
      { inputUncached: 3, outputText: 4 },
    ],
    [
      "a stream of Gemini as events",
      exchange(
        `${gemini}:streamGenerateContent`,
        sse(
          { usageMetadata: { promptTokenCount: 3, totalTokenCount: 3 } },
          {
            usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 4, thoughtsTokenCount: 5, totalTokenCount: 12 },
          },
        ),
      ),
      { inputUncached: 3, outputText: 4, reasoning: 5 },
    ],
    [
      "a stream of Gemini as a list",
      exchange(
        `${gemini}:streamGenerateContent`,
        JSON.stringify([{ candidates: [] }, { usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 4 } }]),
      ),
      { inputUncached: 3, outputText: 4 },
    ],
    [
      "JSON lines of Ollama",
      exchange(
        "http://localhost:11434/api/chat",
        lines({ done: false }, { done: true, prompt_eval_count: 3, eval_count: 4 }),
      ),
      { inputUncached: 3, outputText: 4 },
    ],
    [
      "JSON lines of Cohere",
      exchange(
        "https://api.cohere.com/v1/chat",
        lines({ event_type: "text" }, { response: { meta: { billed_units: { input_tokens: 3, output_tokens: 4 } } } }),
      ),
      { inputUncached: 3, outputText: 4 },
    ],
    [
      "events of Cohere",
      exchange(
        "https://api.cohere.com/v2/chat",
        sse({ type: "message-end", delta: { usage: { billed_units: { input_tokens: 3, output_tokens: 4 } } } }),
      ),
      { inputUncached: 3, outputText: 4 },
    ],
    [
      "a stream of Bedrock's converse",
      exchange(
        `${bedrock}/amazon.nova-lite-v1%3A0/converse-stream`,
        Buffer.concat([
          eventStreamFrame('{"delta":{"text":"…"}}'),
          eventStreamFrame('{"usage":{"inputTokens":3,"outputTokens":4,"totalTokens":7}}'),
        ]),
      ),
      { inputUncached: 3, outputText: 4 },
    ],
    [
      "a stream of Bedrock's invoke, even as text",
      exchange(
        `${bedrock}/anthropic.claude-opus-5/invoke-with-response-stream`,
        Buffer.concat(
          [start({ input_tokens: 3, output_tokens: 1 }), delta({ output_tokens: 4 })].map((event) =>
            eventStreamFrame(JSON.stringify({ bytes: base64(event), p: "abc" })),
          ),
        ).toString("latin1"),
      ),
      { inputUncached: 3, outputText: 4 },
    ],
    [
      "an event stream that was kept in base64",
      exchange(
        `${bedrock}/amazon.nova-lite-v1:0/converse-stream`,
        Buffer.from(eventStreamFrame('{"usage":{"inputTokens":3,"outputTokens":4}}')).toString("base64"),
      ),
      { inputUncached: 3, outputText: 4 },
    ],
    [
      "events without empty lines between them",
      exchange(
        `${openai}/chat/completions`,
        'data: {"choices":[{}]}\ndata: {"usage":{"prompt_tokens":3,"completion_tokens":4}}\ndata: [DONE]\n',
      ),
      { inputUncached: 3, outputText: 4 },
    ],
    [
      "the usage of embeddings",
      exchange(`${openai}/embeddings`, '{"data":[],"usage":{"prompt_tokens":8,"total_tokens":8}}'),
      { inputUncached: 8 },
    ],
    [
      "an answer where a stream was asked for",
      exchange(`${openai}/chat/completions`, '{"usage":{"prompt_tokens":3,"completion_tokens":4}}', { isStream: true }),
      { inputUncached: 3, outputText: 4 },
    ],
    [
      "events with other line ends, comments, and data without a space",
      exchange(
        `${openai}/chat/completions`,
        ': hi\r\ndata:{"usage":{"prompt_tokens":3,\r\ndata:"completion_tokens":4}}\r\n\r\n',
      ),
      { inputUncached: 3, outputText: 4 },
    ],
    [
      "a run of an assistant",
      exchange(
        `${openai}/threads/t/runs/r`,
        '{"status":"completed","usage":{"prompt_tokens":3,"completion_tokens":4}}',
        { method: "GET" },
      ),
      { inputUncached: 3, outputText: 4 },
    ],
  ])("reads %s", (_label, question, buckets) => {
    expect(bucketsOf(question)).toEqual(buckets);
  });

  it.each<[string, Exchange, string]>([
    ["an error", exchange(anthropic, '{"usage":{"input_tokens":1}}', { status: 529 }), "error_status"],
    ["an error with a good status", exchange(anthropic, '{"type":"error","error":{}}'), "error_body"],
    ["an error that is an object", exchange(`${openai}/completions`, '{"object":"error","message":""}'), "error_body"],
    ["nothing but the end of a stream", exchange(`${openai}/responses`, "data: [DONE]\n\n"), "stream_without_usage"],
    [
      "the sum over a batch",
      exchange(`${openai}/batches/b`, '{"status":"completed","usage":{"input_tokens":9,"output_tokens":9}}'),
      "not_inference",
    ],
    ["an error in a stream", exchange(anthropic, sse({ type: "error", error: {} })), "error_body"],
    [
      "a response that failed",
      exchange(`${openai}/responses`, sse({ type: "response.failed", response: {} })),
      "error_body",
    ],
    ["a stream without usage", exchange(`${openai}/chat/completions`, sse({ choices: [{}] })), "stream_without_usage"],
    [
      "a stream that was cut after one line",
      exchange("http://localhost:11434/api/chat", '{"message":{},"done":false}', { isStream: true }),
      "stream_without_usage",
    ],
    [
      "an answer without usage",
      exchange("https://api.anthropic.com/v1/complete", '{"completion":"hi"}'),
      "answer_without_usage",
    ],
    ["a picture", exchange(`${openai}/images/generations`, '{"data":[{"url":"…"}]}'), "answer_without_usage"],
    ["a run that goes on", exchange(`${openai}/threads/t/runs`, '{"status":"queued","usage":null}'), "not_finished"],
    ["a message that is kept", exchange(`${openai}/threads/t/messages`, '{"id":"m","content":[]}'), "not_inference"],
    ["a list", exchange(`${openai}/models`, '{"data":[]}', { method: "GET" }), "not_inference"],
    ["a file that is gone", exchange(`${openai}/files/f`, "", { method: "DELETE" }), "not_inference"],
    ["an estimate", exchange(`${anthropic}/count_tokens`, '{"input_tokens":14}'), "not_inference"],
    [
      "searches",
      exchange("https://api.cohere.com/v1/rerank", '{"results":[],"meta":{"billed_units":{"search_units":1}}}'),
      "not_in_tokens",
    ],
    ["nothing", exchange(`${openai}/chat/completions`, " \n"), "empty_body"],
    ["no answer", exchange(`${openai}/chat/completions`, null, { status: null }), "empty_body"],
    ["a page", exchange(`${openai}/chat/completions`, "<html></html>"), "unreadable_body"],
    ["half an answer", exchange(`${openai}/chat/completions`, '{"usage":{"prompt_tokens":3'), "unreadable_body"],
    [
      "a picture's bytes",
      exchange(`${openai}/audio/speech`, Buffer.from([0xff, 0xf3, 0x44, 0, 1, 2])),
      "unreadable_body",
    ],
    ["something else", exchange("https://example.org/other", '{"hello":"world"}'), "unknown_shape"],
  ])("has a reason for %s", (_label, question, reason) => {
    expect(bucketsOf(question)).toBe(reason);
  });

  it("says that a stream of messages was cut before its end", () => {
    expect(extractExchangeUsage(exchange(anthropic, sse(start({ input_tokens: 3, output_tokens: 1 }))))).toMatchObject({
      inputTokens: 3,
      flags: ["usage_partial"],
    });
  });

  it.each<[string, string, Exchange["responseBody"]]>([
    [
      "a list of chunks that was cut",
      `${gemini}:streamGenerateContent`,
      '[{"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":4}},\n{"candidates":[{"text":"a { \\" b',
    ],
    [
      "an event stream whose bytes were broken by decoding them",
      `${bedrock}/amazon.nova-lite-v1:0/converse-stream`,
      `${Buffer.from([0x80, 0, 0, 1]).toString("utf8")}:event-type\u0007{"role":"x"}\uFFFD{"usage":{"inputTokens":3,"outputTokens":4}}`,
    ],
  ])("reads what is whole in %s, and says that there may be more", (_label, uri, body) => {
    const result = extractExchangeUsage(exchange(uri, body));
    expect(result).toMatchObject({ kind: "usage", inputTokens: 3, outputTokens: 4, flags: ["usage_partial"] });
  });

  it("tells the provider, and the model by the answer, the path, or the request", () => {
    const usage = { input_tokens: 1, output_tokens: 1 };
    const requestBody = '{"model":"asked-for"}';
    expect(
      extractExchangeUsage(exchange(anthropic, JSON.stringify({ model: "answered", usage }), { requestBody })),
    ).toMatchObject({
      provider: "anthropic",
      model: "answered",
    });
    expect(
      extractExchangeUsage(exchange(`${bedrock}/m%3A0/invoke`, JSON.stringify({ usage }), { requestBody })),
    ).toMatchObject({
      provider: "aws",
      model: "m:0",
      region: "us-east-1",
    });
    expect(
      extractExchangeUsage(exchange("http://proxy/v1/messages", JSON.stringify({ usage }), { requestBody })),
    ).toMatchObject({
      provider: "",
      model: "asked-for",
    });
  });

  it("takes the tier that was used over the one that was asked for", () => {
    const response = { usage: { input_tokens: 1, output_tokens: 1 }, service_tier: "priority" };
    const stream = sse(
      { type: "response.created", response: { service_tier: "auto" } },
      { type: "response.completed", response },
    );
    expect(extractExchangeUsage(exchange(`${openai}/responses`, stream))).toMatchObject({ serviceTier: "priority" });
  });

  it("is done with a long stream whose events try to grow the usage without end", () => {
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`k${at}`, at]));
    const events = Array.from({ length: 20_000 }, (_, at) => ({ usage: { prompt_tokens: at, [`x${at}`]: 1 } }));
    const stream = sse({ usage: { prompt_tokens: 1, ...wide } }, ...events);
    expect(extractExchangeUsage(exchange(`${openai}/chat/completions`, stream))).toMatchObject({ inputTokens: 19_999 });
  });

  it("never throws, whatever the exchange", () => {
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.uint8Array(),
      fc.array(fc.json()).map((events) => events.map((event) => `data: ${event}\n\n`).join("")),
    );
    const uri = fc.oneof(fc.webUrl(), fc.string(), fc.constantFrom(anthropic, `${openai}/chat/completions`));
    fc.assert(
      fc.property(uri, body, fc.string(), (address, responseBody, requestBody) => {
        const result = extractExchangeUsage(exchange(address, responseBody, { requestBody }));
        if (result.kind === "none") expect(noUsageReasons).toContain(result.reason);
        else expect(inputTokensOf(result.usage)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });
});
