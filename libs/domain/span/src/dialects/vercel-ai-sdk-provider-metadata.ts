import { isJsonList, isJsonObject } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import { readCount, readJsonObject, readNumber, readText } from "../facts/attribute-readers.ts";
import type { DialectContext } from "../facts/dialect.ts";
import type { AttributeMap } from "../otlp/otlp-span.ts";
import type { FactName, FactTypes } from "../facts/span-facts.ts";

type NumberFact = { [F in FactName]: FactTypes[F] extends number ? F : never }[FactName];
type TextFact = { [F in FactName]: FactTypes[F] extends string ? F : never }[FactName];

/**
 * Counts within the metadata, first by the provider's name in it. Anthropic's are those of its own body under `usage`,
 * beside the names of the SDK's versions 4 and 5.
 */
const counts: readonly (readonly [NumberFact, ...string[]])[] = [
  [
    "cacheReadTokens",
    "anthropic.usage.cache_read_input_tokens",
    "anthropic.cacheReadInputTokens",
    "bedrock.usage.cacheReadInputTokens",
    "openai.cachedPromptTokens",
    "azure.cachedPromptTokens",
    "google.usageMetadata.cachedContentTokenCount",
    "vertex.usageMetadata.cachedContentTokenCount",
    "deepseek.promptCacheHitTokens",
    "openrouter.usage.promptTokensDetails.cachedTokens",
  ],
  [
    "cacheWriteTokens",
    "anthropic.usage.cache_creation_input_tokens",
    "anthropic.cacheCreationInputTokens",
    "bedrock.usage.cacheWriteInputTokens",
  ],
  ["cacheWrite5mTokens", "anthropic.usage.cache_creation.ephemeral_5m_input_tokens"],
  ["cacheWrite1hTokens", "anthropic.usage.cache_creation.ephemeral_1h_input_tokens"],
  [
    "reasoningTokens",
    "openai.reasoningTokens",
    "azure.reasoningTokens",
    "google.usageMetadata.thoughtsTokenCount",
    "vertex.usageMetadata.thoughtsTokenCount",
    "openrouter.usage.completionTokensDetails.reasoningTokens",
  ],
];

const costs = ["gateway.cost", "openrouter.usage.cost"];

const texts: readonly (readonly [TextFact, ...string[]])[] = [
  [
    "serviceTier",
    "openai.serviceTier",
    "azure.serviceTier",
    "anthropic.usage.service_tier",
    "google.serviceTier",
    "vertex.serviceTier",
    "bedrock.serviceTier",
  ],
  ["responseId", "openai.responseId", "azure.responseId"],
];

/** The metadata of an answer, which the SDK passes on as its provider's package wrote it; empty where there is none. */
export function providerMetadataOf(attributes: AttributeMap): JsonObject {
  const names = ["ai.response.providerMetadata", "ai.result.providerMetadata", "ai.providerMetadata"];
  const found = names.map((name) => readJsonObject(attributes.get(name) ?? null));
  return found.find((metadata) => metadata !== undefined) ?? {};
}

/** Adds the facts that only the metadata holds. The attribute is kept: it says more than the columns do. */
export function deriveProviderMetadata(context: DialectContext, metadata: JsonObject): void {
  const { fallback } = context;
  for (const [fact, ...paths] of counts) fallback(fact, firstOf(metadata, paths, readCount));
  for (const [fact, ...paths] of texts) fallback(fact, firstOf(metadata, paths, readText));
  fallback("reportedCostUsd", firstOf(metadata, costs, readNumber));
  deriveBedrockWrites(context, metadata);
  deriveGatewayRouting(context, metadata);
}

/** The value at a path of names with dots between; undefined where there is none, or no single one. */
export function valueAt(object: JsonObject, path: string): string | number | boolean | undefined {
  let value: JsonValue | undefined = object;
  for (const name of path.split(".")) {
    value = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return typeof value === "object" ? undefined : value;
}

function firstOf<T>(
  metadata: JsonObject,
  paths: readonly string[],
  read: (value: string | number | boolean) => T | undefined,
): T | undefined {
  for (const path of paths) {
    const value = valueAt(metadata, path);
    const fact = value === undefined ? undefined : read(value);
    if (fact !== undefined) return fact;
  }
  return undefined;
}

/** Bedrock lists its cache writes by lifetime: `cacheDetails: [{inputTokens, ttl}]`. */
function deriveBedrockWrites({ fallback }: DialectContext, { bedrock }: JsonObject): void {
  const usage = isJsonObject(bedrock) ? bedrock["usage"] : undefined;
  const details = isJsonObject(usage) ? usage["cacheDetails"] : undefined;
  if (!isJsonList(details)) return;
  const written = (ttl: string) =>
    details
      .filter(isJsonObject)
      .filter((detail) => detail["ttl"] === ttl)
      .reduce(
        (sum, { inputTokens }) => sum + (readCount(inputTokens === undefined ? null : scalarOf(inputTokens)) ?? 0),
        0,
      );
  fallback("cacheWrite5mTokens", readCount(written("5m")));
  fallback("cacheWrite1hTokens", readCount(written("1h")));
}

function scalarOf(value: JsonValue): string | number | boolean | null {
  return typeof value === "object" ? null : value;
}

/** Vercel's gateway tells which provider answered in the end, and which were tried before. */
function deriveGatewayRouting({ draft, fallback }: DialectContext, { gateway }: JsonObject): void {
  const routing = isJsonObject(gateway) ? gateway["routing"] : undefined;
  if (!isJsonObject(routing)) return;
  const provider = firstOf(routing, ["finalProvider", "resolvedProvider"], readText);
  // The span names the gateway as the provider, which is not who bills by the model's price list.
  if (provider !== undefined) draft.offer("provider", provider, { dialect: "vercel_ai_sdk", rank: -1, keys: [] });
  const { attempts } = routing;
  if (isJsonList(attempts) && attempts.length > 0) fallback("fallbackCount", attempts.length - 1);
}
