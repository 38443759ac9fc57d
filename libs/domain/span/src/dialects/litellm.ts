import type { JsonObject } from "../otlp/any-value.ts";
import { readBool, readCount, readNumber, readText } from "../facts/attribute-readers.ts";
import type { Reader } from "../facts/attribute-readers.ts";
import { alias } from "../facts/dialect.ts";
import type { Alias, Dialect, DialectContext } from "../facts/dialect.ts";
import type { SpanScore } from "../row/llm-span.ts";
import { readCost } from "../facts/read-cost.ts";
import type { FactName, FactTypes } from "../facts/span-facts.ts";
import { derivePayload } from "./litellm-payload.ts";
import { deriveRawRequest, RAW_REQUEST_SPAN } from "./litellm-raw-request.ts";
import { deriveUsageObject } from "./litellm-usage.ts";
import {
  objectAt,
  objectByPython,
  objectsByPython,
  readPythonTags,
  readPythonText,
  scalarAt,
  textAt,
} from "./litellm-values.ts";

const LITELLM = "litellm";

/** Values of `llm.request.type` that only LiteLLM writes: names of its functions, `a` for asynchronous. */
const operationOfCall: ReadonlyMap<string, string> = new Map([
  ["acompletion", "chat"],
  ["anthropic_messages", "chat"],
  ["responses", "chat"],
  ["aresponses", "chat"],
  ["agenerate_content", "generate_content"],
  ["generate_content_stream", "generate_content"],
  ["agenerate_content_stream", "generate_content"],
  ["atext_completion", "text_completion"],
  ["aembedding", "embeddings"],
  ["arerank", "rerank"],
  ["asearch", "retrieval"],
  ["avector_store_search", "retrieval"],
  ["vector_store_search", "retrieval"],
  ["call_mcp_tool", "execute_tool"],
]);

const readOperation: Reader<string> = (value) => operationOfCall.get(readText(value) ?? "");

/** Whether the answer came from LiteLLM's own cache. */
const readCacheHit: Reader<string> = (value) => {
  const isHit = readBool(value);
  return isHit === undefined ? undefined : isHit ? "hit" : "miss";
};

/** Seconds since the epoch, to the microsecond. */
const readEpochSeconds: Reader<bigint> = (value) => {
  const seconds = readNumber(value);
  const isTime = seconds !== undefined && seconds > 0 && seconds < 1e11;
  return isTime ? BigInt(Math.round(seconds * 1e6)) * 1000n : undefined;
};

function textsOfPython(fact: "sessionId" | "userId" | "requestId" | "traceName" | "release", ...keys: string[]): Alias {
  return alias(fact, readPythonText, keys);
}

function costs(fact: "reportedInputCostUsd" | "reportedOutputCostUsd" | "reportedCostUsd", ...keys: string[]): Alias {
  return alias(fact, readCost, keys, "invalid_number");
}

/**
 * LiteLLM's proxy and library: OpenTelemetry's and OpenLLMetry's attributes, and its own metadata beside them, of which
 * only `metadata.user_api_key_*` is not the caller's to choose. https://docs.litellm.ai/docs/observability/opentelemetry_integration
 */
export const liteLlm: Dialect = {
  name: LITELLM,
  markers: ["metadata.user_api_key_hash", "metadata.usage_object", "hidden_params", "gen_ai.cost.total_cost"],
  scopes: [LITELLM],
  aliases: [
    alias("operation", readOperation, ["llm.request.type"]),
    costs("reportedInputCostUsd", "litellm.cost.input", "gen_ai.cost.input_cost"),
    costs("reportedOutputCostUsd", "litellm.cost.output", "gen_ai.cost.output_cost"),
    costs("reportedCostUsd", "litellm.cost.total", "gen_ai.cost.total_cost", "litellm.response_cost"),
    textsOfPython("sessionId", "litellm.session_id", "metadata.session_id", "metadata.litellm_session_id"),
    textsOfPython("userId", "metadata.user_api_key_end_user_id", "metadata.user_api_key_user_id"),
    textsOfPython("requestId", "litellm.call_id", "litellm_call_id", "metadata.litellm_call_id"),
    textsOfPython("traceName", "metadata.trace_name"),
    textsOfPython("release", "metadata.trace_release"),
    alias("tags", readPythonTags, ["litellm.request_tags", "metadata.request_tags", "metadata.tags"]),
    alias("gatewayCache", readCacheHit, ["litellm.cache_hit", "metadata.cache_hit", "hidden_params.cache_hit"]),
    alias("retryCount", readCount, ["litellm.attempted_retries", "metadata.attempted_retries"], "invalid_number"),
    alias(
      "fallbackCount",
      readCount,
      ["litellm.attempted_fallbacks", "metadata.attempted_fallbacks"],
      "invalid_number",
    ),
  ],
  derivesFrom: [
    "cache_hit",
    "completionStartTime",
    "gen_ai.cost.",
    "guardrail_information",
    "guardrail_name",
    "hidden_params",
    "hidden_params.",
    "litellm.",
    "llm.",
    "metadata.",
    "request_tags",
    "response_cost",
  ],
  derive(context) {
    const { attributes, name, scopeName } = context.span;
    const isOfScope = scopeName === LITELLM;
    if (isOfScope || name === RAW_REQUEST_SPAN) deriveRawRequest(context);
    if (!isOfScope && !hasOwnAttribute(attributes.keys())) return;
    deriveBareNames(context);
    deriveModel(context);
    deriveOperation(context);
    deriveUsageObject(context, objectByPython(attributes.get("metadata.usage_object")));
    derivePayload(context);
    deriveHiddenParams(context);
    deriveRequesterMetadata(context);
    derivePrompt(context);
    deriveAttempts(context);
    deriveGuardrails(context);
  },
};

/** LiteLLM alone writes attributes that begin so. */
const ownPrefixes = [
  "gen_ai.cost.",
  "guardrail_name",
  "hidden_params",
  "litellm.",
  "metadata.requester_",
  "metadata.usage_object",
  "metadata.user_api_key_",
];

function hasOwnAttribute(keys: Iterable<string>): boolean {
  for (const key of keys) if (ownPrefixes.some((prefix) => key.startsWith(prefix))) return true;
  return false;
}

/** Before all attributes: LiteLLM uses some of OpenTelemetry's names for something else. */
function override<F extends FactName>({ draft }: DialectContext, fact: F, value: FactTypes[F]): void {
  draft.offer(fact, value, { dialect: LITELLM, rank: -1, keys: [] });
}

/**
 * `gen_ai.response.model` is the name that the caller asked for, which the proxy gives back; what ran is the deployment
 * in `gen_ai.request.model`. An answer that names a snapshot of that deployment is believed.
 */
function deriveModel(context: DialectContext): void {
  const { requestModel: deployment, responseModel: answered } = context.draft.facts;
  if (deployment === undefined || answered === undefined) return;
  const bare = bareModel(answered);
  const isSnapshot = bare.startsWith(bareModel(deployment)) && SNAPSHOT.test(bare.slice(bareModel(deployment).length));
  if (!isSnapshot && answered !== deployment) override(context, "responseModel", deployment);
}

/** A date or a number of a version: `-2024-08-06`, `-0613`, `-001`. */
const SNAPSHOT = /^[-@]\d{3}/;

/** A model's name without the provider that LiteLLM puts before it. */
function bareModel(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** `completion` is LiteLLM's synchronous chat; elsewhere it is the completion of a text. */
function deriveOperation(context: DialectContext): void {
  const { attributes } = context.span;
  const callType = attributes.get("call_type") ?? null;
  context.fallback("operation", callType === "completion" ? "chat" : readOperation(callType));
  if (attributes.get("llm.request.type") === "completion") override(context, "operation", "chat");
  if (attributes.has("guardrail_name")) context.fallback("operation", "run_guardrail");
}

/** Names that LiteLLM shares with senders of anything, so that they count on its own spans alone. */
function deriveBareNames({ fallback, span: { attributes } }: DialectContext): void {
  const valueOf = (key: string) => attributes.get(key) ?? null;
  fallback("gatewayCache", readCacheHit(valueOf("cache_hit")), "cache_hit");
  fallback("reportedCostUsd", readCost(valueOf("response_cost")), "response_cost");
  fallback("tags", readPythonTags(valueOf("request_tags")), "request_tags");
  fallback("completionStartUnixNano", readEpochSeconds(valueOf("completionStartTime")), "completionStartTime");
}

/** The parameters stay an attribute: they hold more than the columns do. */
function deriveHiddenParams({ fallback, span: { attributes } }: DialectContext): void {
  const hidden = objectByPython(attributes.get("hidden_params"));
  const cacheKey = textAt(hidden, "cache_key") ?? readPythonText(attributes.get("hidden_params.cache_key") ?? null);
  fallback("gatewayCache", readCacheHit(scalarAt(hidden, "cache_hit")));
  // LiteLLM names the entry of its cache only where it answered from it.
  if (cacheKey !== undefined) fallback("gatewayCache", "hit");
  fallback("reportedCostUsd", readCost(scalarAt(hidden, "response_cost")));
  fallback("requestId", textAt(hidden, "litellm_call_id"));
  const address = textAt(hidden, "api_base");
  if (address !== undefined && URL.canParse(address)) fallback("serverAddress", new URL(address).hostname || undefined);
  const headers = objectAt(hidden, "additional_headers");
  fallback("retryCount", readCount(scalarAt(headers, "x-litellm-attempted-retries")));
  fallback("fallbackCount", readCount(scalarAt(headers, "x-litellm-attempted-fallbacks")));
}

/** What the caller passed as `metadata`. */
function deriveRequesterMetadata({ fallback, span: { attributes } }: DialectContext): void {
  const given = objectByPython(attributes.get("metadata.requester_metadata"));
  fallback("sessionId", textAt(given, "session_id"));
  fallback("userId", textAt(given, "trace_user_id") ?? textAt(given, "user_id"));
  fallback("traceName", textAt(given, "trace_name"));
  fallback("release", textAt(given, "trace_release"));
  fallback("environment", textAt(given, "environment"));
  const tags = given["tags"];
  if (tags !== undefined) fallback("tags", readPythonTags(typeof tags === "string" ? tags : JSON.stringify(tags)));
}

function derivePrompt({ fallback, span: { attributes } }: DialectContext): void {
  const prompt = objectByPython(attributes.get("metadata.prompt_management_metadata"));
  fallback("promptName", textAt(prompt, "prompt_id"));
  fallback("promptVersion", textAt(prompt, "prompt_version"));
}

/** The deployments that failed before this one, where their number is not told. */
function deriveAttempts({ fallback, span: { attributes } }: DialectContext): void {
  const failed = objectsByPython(attributes.get("metadata.previous_models"));
  if (failed.length > 0) fallback("retryCount", failed.length);
}

const guardrailAttributes = ["metadata.guardrail_information", "guardrail_information"];

/** What the gateway's guardrails said of the call, as scores without a value. */
function deriveGuardrails({ fallback, span: { attributes } }: DialectContext): void {
  const told = guardrailAttributes.flatMap((key) => objectsByPython(attributes.get(key)));
  const own = attributes.has("guardrail_name") ? [ownGuardrail(attributes)] : [];
  const scores = [...told, ...own].flatMap(scoreOfGuardrail);
  if (scores.length > 0) fallback("scores", scores);
}

function ownGuardrail(attributes: ReadonlyMap<string, unknown>): JsonObject {
  const name = attributes.get("guardrail_name");
  const status = attributes.get("guardrail_status");
  return {
    guardrail_name: typeof name === "string" ? name : null,
    guardrail_status: typeof status === "string" ? status : null,
  };
}

function scoreOfGuardrail(guardrail: JsonObject): SpanScore[] {
  const name = textAt(guardrail, "guardrail_name");
  const label = textAt(guardrail, "guardrail_status");
  return name === undefined || label === undefined ? [] : [{ name, value: null, label, source: "guardrail" }];
}
