import type { JsonObject } from "../otlp/any-value.ts";
import { readCount, readJsonObject, readText } from "../facts/attribute-readers.ts";
import type { DialectContext } from "../facts/dialect.ts";
import type { AttributeMap } from "../otlp/otlp-span.ts";
import type { SpanFacts } from "../facts/span-facts.ts";
import { valueAt } from "./vercel-ai-sdk-provider-metadata.ts";

/** Details that came as one object, in place of one attribute for each count. */
export function deriveUsageDetails({ span: { attributes }, fallback }: DialectContext): void {
  const input = readJsonObject(attributes.get("ai.usage.inputTokenDetails") ?? null) ?? {};
  const output = readJsonObject(attributes.get("ai.usage.outputTokenDetails") ?? null) ?? {};
  fallback("cacheReadTokens", countAt(input, "cacheReadTokens"));
  fallback("cacheWriteTokens", countAt(input, "cacheWriteTokens"));
  fallback("outputTextTokens", countAt(output, "textTokens"));
  fallback("reasoningTokens", countAt(output, "reasoningTokens"));
}

/**
 * Whether the SDK's counts include what was cached and what was reasoned. Up to version 5 it passed on what the provider
 * counts, and Anthropic and Bedrock count cached tokens beside the input, Google the reasoning beside the output; from
 * version 6 on everything is included. The version is not in the span, but the provider's own counts often are.
 */
export function deriveCounting(context: DialectContext, metadata: JsonObject): void {
  const { draft, fallback, span } = context;
  fallback("cacheCounting", cacheCounting(draft.facts, span.attributes, metadata));
  fallback("reasoningCounting", reasoningCounting(draft.facts, metadata));
}

type Counting = "inclusive" | "exclusive";

function cacheCounting(facts: SpanFacts, attributes: AttributeMap, metadata: JsonObject): Counting | undefined {
  const { inputTokens: input } = facts;
  const cached = (facts.cacheReadTokens ?? 0) + cacheWrites(facts);
  if (input === undefined || cached === 0) return undefined;
  const uncached = uncachedInput(attributes, metadata);
  if (uncached !== undefined) return input < uncached + cached ? "exclusive" : "inclusive";
  const isBedrock = metadata["bedrock"] !== undefined;
  if (metadata["anthropic"] === undefined && !isBedrock) return undefined;
  if (input < cached) return "exclusive";
  if (isBedrock && isPlainTotal(facts)) return "inclusive";
  return majorVersion(attributes) >= FIRST_INCLUSIVE_VERSION ? "inclusive" : "exclusive";
}

/** Bedrock's own total has the cached tokens in it, so that one without them is the SDK's, of counts that include them. */
function isPlainTotal({ inputTokens = 0, outputTokens = 0, totalTokens }: SpanFacts): boolean {
  return totalTokens === inputTokens + outputTokens;
}

const FIRST_INCLUSIVE_VERSION = 6;

/** Input that no cache served or took in, as version 6 or Anthropic itself tells it. */
function uncachedInput(attributes: AttributeMap, metadata: JsonObject): number | undefined {
  const details = readJsonObject(attributes.get("ai.usage.inputTokenDetails") ?? null) ?? {};
  return (
    readCount(attributes.get("ai.usage.inputTokenDetails.noCacheTokens") ?? null) ??
    countAt(details, "noCacheTokens") ??
    countAt(metadata, "anthropic.usage.input_tokens")
  );
}

/** Version of the SDK by its user agent, `ai/6.0.68`; 0 where it is not told. */
function majorVersion(attributes: AttributeMap): number {
  const agent = readText(attributes.get("ai.request.headers.user-agent") ?? null) ?? "";
  return Number(/(?:^|\s)ai\/(\d{1,3})\./.exec(agent)?.[1] ?? 0);
}

function reasoningCounting({ outputTokens: output }: SpanFacts, metadata: JsonObject): Counting | undefined {
  for (const name of ["google", "vertex"]) {
    const answer = countAt(metadata, `${name}.usageMetadata.candidatesTokenCount`);
    if (answer !== undefined) return output === answer ? "exclusive" : "inclusive";
  }
  return undefined;
}

function cacheWrites(facts: SpanFacts): number {
  return Math.max(facts.cacheWriteTokens ?? 0, (facts.cacheWrite5mTokens ?? 0) + (facts.cacheWrite1hTokens ?? 0));
}

function countAt(object: JsonObject, path: string): number | undefined {
  return readCount(valueAt(object, path) ?? null);
}
