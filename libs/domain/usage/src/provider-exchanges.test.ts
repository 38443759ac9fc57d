import { readFileSync } from "node:fs";
import { join } from "node:path";

import { fixturesAvailability, fixturesFolder, suiteName } from "@parapet/testkit";
import { describe, expect, it } from "vitest";

import { extractExchangeUsage } from "./exchange/extract-exchange-usage.ts";

const folder = fixturesFolder();

/** One request to a provider and its answer, as they were recorded. */
interface RecordedExchange {
  readonly method: string;
  readonly uri: string;
  readonly request_body: unknown;
  readonly status: number;
  readonly sse: boolean;
  readonly response_body: string;
}

function recordedExchanges(path: string): readonly RecordedExchange[] {
  return readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const extract = (recorded: RecordedExchange) =>
  extractExchangeUsage({
    uri: recorded.uri,
    method: recorded.method,
    requestBody: recorded.request_body,
    status: recorded.status,
    isStream: recorded.sse,
    responseBody: recorded.response_body,
  });

/** Ends of the keys of counts of all that a model read, and of all that it wrote. */
const inputKeys = [
  "prompt_tokens",
  "input_tokens",
  "inputTokens",
  "prompt_eval_count",
  "inputTextTokenCount",
  "prompt_token_count",
];
const outputKeys = [
  "completion_tokens",
  "output_tokens",
  "outputTokens",
  "eval_count",
  "tokenCount",
  "generation_token_count",
];
/** Counts of the input that Anthropic and Bedrock keep beside it. */
const besideKeys = [
  "cache_read_input_tokens",
  "cache_creation_input_tokens",
  "cacheReadInputTokens",
  "cacheWriteInputTokens",
];

/**
 * A second reader, which knows neither flavours nor streams: the largest number behind any of the keys. Where an object
 * of details or of bills repeats a key, the first text of a usage object is looked at alone.
 */
function largest(text: string, keys: readonly string[]): number {
  const numbers = keys.flatMap((key) =>
    [...text.matchAll(new RegExp(`"${key}"\\s*:\\s*(\\d+)`, "g"))].map((match) => Number(match[1])),
  );
  return Math.max(0, ...numbers);
}

/** What Cohere counts for itself, beside what it bills. */
const withoutCohereTokens = (text: string): string => text.replaceAll(/"tokens":\{[^}]*\}/g, "");

describe.skipIf(folder === null)(suiteName("exchanges with real providers", fixturesAvailability()), () => {
  const recorded = folder === null ? [] : recordedExchanges(join(folder, "usage/provider-http-pairs.jsonl"));

  it("tell their usage, or why there is none", () => {
    const counts = new Map<string, number>();
    for (const result of recorded.map(extract)) {
      const outcome = result.kind === "usage" ? "usage" : result.reason;
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({
      usage: 201,
      stream_without_usage: 30,
      not_inference: 54,
      not_finished: 18,
      answer_without_usage: 6,
      error_status: 3,
      error_body: 1,
      not_in_tokens: 1,
    });
  });

  it("tell the usage that any reader would find in their text", () => {
    for (const exchange of recorded) {
      const text = withoutCohereTokens(exchange.response_body);
      const [input, output] = [largest(text, inputKeys) + largest(text, besideKeys), largest(text, outputKeys)];
      const result = extract(exchange);
      if (result.kind === "none") expect([exchange.uri, input, output]).toEqual([exchange.uri, 0, 0]);
      else
        expect([exchange.uri, result.inputTokens ?? 0, result.outputTokens ?? 0]).toEqual([
          exchange.uri,
          input,
          output,
        ]);
    }
  });

  it("name a model, and a provider unless the host is a private one", () => {
    for (const exchange of recorded) {
      const result = extract(exchange);
      if (result.kind === "none") continue;
      expect(result.model).toMatch(/./);
      expect(result.provider === "").toBe(/localhost/.test(exchange.uri));
    }
  });

  it("are read without doubt", () => {
    const flags = recorded.map(extract).flatMap((result) => (result.kind === "usage" ? result.flags : []));
    expect(flags).toEqual([]);
  });
});
