import { extractUsage, inputTokensOf, outputTokensOf } from "@parapet/usage";
import type { Usage } from "@parapet/usage";
import type { JsonObject } from "../otlp/any-value.ts";
import { readCount } from "../facts/attribute-readers.ts";
import type { DialectContext } from "../facts/dialect.ts";
import type { FactName, FactTypes } from "../facts/span-facts.ts";
import { objectAt, scalarAt } from "./litellm-values.ts";

type NumberFact = { [F in FactName]: FactTypes[F] extends number ? F : never }[FactName];
type Counts = readonly (readonly [NumberFact, ...string[]])[];

/** LiteLLM's own usage object: OpenAI's, with Anthropic's names for caches beside them. */
const counts: Counts = [
  ["inputTokens", "prompt_tokens", "input_tokens"],
  ["outputTokens", "completion_tokens", "output_tokens"],
  ["totalTokens", "total_tokens"],
  ["cacheReadTokens", "cache_read_input_tokens"],
  ["cacheWriteTokens", "cache_creation_input_tokens"],
];
const promptDetails: Counts = [
  ["cacheReadTokens", "cached_tokens"],
  ["cacheWriteTokens", "cache_creation_tokens", "cache_write_tokens"],
  ["inputTextTokens", "text_tokens"],
  ["inputImageTokens", "image_tokens"],
  ["inputAudioTokens", "audio_tokens"],
  ["inputVideoTokens", "video_tokens"],
];
const completionDetails: Counts = [
  ["reasoningTokens", "reasoning_tokens"],
  ["outputTextTokens", "text_tokens"],
  ["outputImageTokens", "image_tokens"],
  ["outputAudioTokens", "audio_tokens"],
];
const writeDetails: Counts = [
  ["cacheWrite5mTokens", "ephemeral_5m_input_tokens"],
  ["cacheWrite1hTokens", "ephemeral_1h_input_tokens"],
];

/** Adds the counts of a `usage_object`, of which LiteLLM writes only the totals as attributes. */
export function deriveUsageObject({ fallback }: DialectContext, usage: JsonObject): void {
  const prompt = merged(usage, "prompt_tokens_details", "input_tokens_details");
  const completion = merged(usage, "completion_tokens_details", "output_tokens_details");
  const writes = { ...objectAt(usage, "cache_creation"), ...objectAt(prompt, "cache_creation_token_details") };
  const tables: readonly (readonly [JsonObject, Counts])[] = [
    [usage, counts],
    [prompt, promptDetails],
    [completion, completionDetails],
    [writes, writeDetails],
  ];
  for (const [object, table] of tables) {
    for (const [fact, ...keys] of table) {
      for (const key of keys) fallback(fact, readCount(scalarAt(object, key)));
    }
  }
}

/** Adds the usage that the provider's own body tells, in exclusive buckets. */
export function deriveProviderUsage(context: DialectContext, provider: string, body: JsonObject): void {
  const result = extractUsage({ provider, body });
  if (result.kind === "none") return;
  const { usage } = result;
  const { fallback } = context;
  fallback("inputTokens", result.inputTokens === null ? undefined : inputTokensOf(usage));
  fallback("outputTokens", result.outputTokens === null ? undefined : outputTokensOf(usage));
  fallback("cacheCounting", "inclusive");
  fallback("reasoningCounting", "inclusive");
  fallback("serviceTier", result.serviceTier);
  fallback("region", result.region);
  fallback("reportedCostUsd", result.reportedCostUsd);
  for (const [fact, count] of bucketFacts(usage)) if (count > 0) fallback(fact, count);
}

/** Counts by modality include what a cache served of it. */
function bucketFacts(usage: Usage): readonly (readonly [NumberFact, number])[] {
  const cached = usage.cacheRead + usage.cacheReadImage + usage.cacheReadAudio + usage.cacheReadVideo;
  return [
    ["cacheReadTokens", cached],
    ["cacheReadImageTokens", usage.cacheReadImage],
    ["cacheReadAudioTokens", usage.cacheReadAudio],
    ["cacheWrite5mTokens", usage.cacheWrite5m],
    ["cacheWrite1hTokens", usage.cacheWrite1h],
    ["inputImageTokens", usage.inputImage + usage.cacheReadImage],
    ["inputAudioTokens", usage.inputAudio + usage.cacheReadAudio],
    ["inputVideoTokens", usage.inputVideo],
    ["outputImageTokens", usage.outputImage],
    ["outputAudioTokens", usage.outputAudio],
    ["reasoningTokens", usage.reasoning],
  ];
}

function merged(object: JsonObject, older: string, newer: string): JsonObject {
  return { ...objectAt(object, older), ...objectAt(object, newer) };
}
