import { readJsonObject, readText } from "../facts/attribute-readers.ts";
import { isJsonObject } from "../otlp/any-value.ts";
import type { JsonObject } from "../otlp/any-value.ts";
import { alias, textAlias } from "../facts/dialect.ts";
import type { Dialect } from "../facts/dialect.ts";
import { readCost } from "../facts/read-cost.ts";

const OPENROUTER = "openrouter";

/**
 * What OpenRouter broadcasts of its traffic: OpenTelemetry's attributes, the cost it charged, and what the caller passed
 * in `trace`. The provider that it chose stays an attribute: OpenRouter is who bills.
 * https://openrouter.ai/docs/guides/features/broadcast/otel-collector
 */
export const openRouter: Dialect = {
  name: OPENROUTER,
  markers: ["openrouter.source", "trace.metadata.openrouter.source"],
  scopes: [OPENROUTER],
  aliases: [
    alias("reportedCostUsd", readCost, ["openrouter.usage.cost", "gen_ai.usage.total_cost"], "invalid_number"),
    alias("reportedInputCostUsd", readCost, ["gen_ai.usage.input_cost"], "invalid_number"),
    alias("reportedOutputCostUsd", readCost, ["gen_ai.usage.output_cost"], "invalid_number"),
    textAlias("responseId", "openrouter.generation_id", "trace.metadata.openrouter.generation_id"),
    textAlias("sessionId", "trace.metadata.session_id"),
    textAlias("userId", "trace.metadata.user_id"),
    textAlias("traceName", "trace.name", "trace.metadata.trace_name"),
    textAlias("environment", "trace.metadata.environment"),
    textAlias("release", "trace.metadata.release"),
  ],
  derivesFrom: ["openrouter.", "trace.metadata."],
  derive({ span, fallback }) {
    const { attributes } = span;
    const source = attributes.get("openrouter.source") ?? attributes.get("trace.metadata.openrouter.source");
    if (source === undefined) return;
    fallback("provider", OPENROUTER);
    if (span.resource.get("service.name") !== OPENROUTER) return;
    fallback("environment", environmentOfFailure(readJsonObject(attributes.get("gen_ai.completion") ?? null)));
  },
};

/** Names of environments that are not the customer's: an evaluator runs its own calls in them. */
const EVALUATOR_ENVIRONMENT = "langfuse-";

/**
 * A request that failed has nothing but itself for an answer, so that an evaluator's environment is in the request
 * alone. Of those that customers name themselves, OpenRouter sends an attribute.
 */
function environmentOfFailure(answer: JsonObject | undefined): string | undefined {
  const request = answer?.["rawRequest"];
  if (answer === undefined || answer["completion"] !== null || !isJsonObject(request)) return undefined;
  const { trace } = request;
  const environment = isJsonObject(trace) ? trace["environment"] : undefined;
  const isEvaluator = typeof environment === "string" && environment.startsWith(EVALUATOR_ENVIRONMENT);
  return isEvaluator ? readText(environment) : undefined;
}
