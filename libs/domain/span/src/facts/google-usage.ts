import { isJsonList, isJsonObject } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import type { DialectContext } from "./dialect.ts";
import { readJsonCount } from "./json-numbers.ts";

/**
 * Offers the facts of usage as Google's API states it (`usageMetadata`), in the camel case of its JSON or the snake case
 * of its libraries: the prompt includes what a cache served, the candidates leave out the thoughts.
 * https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function offerGoogleUsage({ draft, fallback }: DialectContext, usage: JsonObject): void {
  const count = (camelCase: string): number | undefined => readJsonCount(valueAt(usage, camelCase));
  const candidates = count("candidatesTokenCount");
  const thoughts = count("thoughtsTokenCount");
  const cached = count("cachedContentTokenCount");
  const { outputTokens: told = candidates } = draft.facts;
  fallback("inputTokens", sumOf(count("promptTokenCount"), count("toolUsePromptTokenCount")));
  fallback("outputTokens", candidates);
  fallback("totalTokens", count("totalTokenCount"));
  fallback("cacheReadTokens", cached);
  fallback("reasoningTokens", thoughts);
  if (cached !== undefined) fallback("cacheCounting", "inclusive");
  // A sender's own count of the output that differs from the candidates has the thoughts in it.
  if (thoughts !== undefined) fallback("reasoningCounting", told === candidates ? "exclusive" : "inclusive");
  offerModalities(fallback, usage);
}

function offerModalities(fallback: DialectContext["fallback"], usage: JsonObject): void {
  const prompt = modalitiesOf(valueAt(usage, "promptTokensDetails"));
  const cache = modalitiesOf(valueAt(usage, "cacheTokensDetails"));
  const answer = modalitiesOf(valueAt(usage, "candidatesTokensDetails"));
  fallback("inputImageTokens", prompt.get("IMAGE"));
  fallback("inputAudioTokens", prompt.get("AUDIO"));
  fallback("inputVideoTokens", prompt.get("VIDEO"));
  fallback("cacheReadImageTokens", cache.get("IMAGE"));
  fallback("cacheReadAudioTokens", cache.get("AUDIO"));
  fallback("outputImageTokens", answer.get("IMAGE"));
  fallback("outputAudioTokens", answer.get("AUDIO"));
}

/** Counts by modality; a modality may come in several entries. */
function modalitiesOf(details: JsonValue | undefined): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const detail of isJsonList(details) ? details : []) {
    if (!isJsonObject(detail)) continue;
    const { modality } = detail;
    const count = readJsonCount(valueAt(detail, "tokenCount"));
    if (typeof modality !== "string" || count === undefined) continue;
    const name = modality.toUpperCase();
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return counts;
}

function sumOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : a + (b ?? 0);
}

/** A field under its camelCase name, else under its snake_case name. */
export function valueAt(object: JsonObject, camelCase: string): JsonValue | undefined {
  return object[camelCase] ?? object[camelCase.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
}
