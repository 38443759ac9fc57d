import type { Reader } from "../facts/attribute-readers.ts";
import { readText } from "../facts/attribute-readers.ts";
import { alias, textAlias } from "../facts/dialect.ts";
import type { Dialect, DialectContext } from "../facts/dialect.ts";
import { readPhaseSeconds } from "../facts/phase-millis.ts";

const VLLM_SCOPE = "vllm.llm_engine";
const SGLANG_SCOPE = "sglang server";

/** An engine that serves OpenAI's API names the request as its answer will be named, and that begins by its kind. */
const operationOfPrefix: ReadonlyMap<string, string> = new Map([
  ["chatcmpl", "chat"],
  ["cmpl", "text_completion"],
  ["resp", "chat"],
  ["embd", "embeddings"],
  ["rerank", "rerank"],
  ["score", "rerank"],
]);

/** Of several samples of one request each has its number before the id: `1_chatcmpl-…`. */
const REQUEST_ID = /^(?:\d{1,5}_)?([a-z]{4,8})[-_]/;

const operationOfRequestId: Reader<string> = (value) =>
  operationOfPrefix.get(REQUEST_ID.exec(readText(value) ?? "")?.[1] ?? "");

/**
 * Spans that inference servers write about their own requests: vLLM (`llm_request`) and SGLang, which took over its names.
 * Usage and parameters have the names of the OpenTelemetry conventions. All latencies are in seconds.
 * https://docs.vllm.ai/en/latest/examples/online_serving/opentelemetry.html
 */
export const inferenceEngines: Dialect = {
  name: "inference_engine",
  markers: ["gen_ai.latency.e2e", "gen_ai.latency.time_in_queue", "gen_ai.latency.time_in_model_inference"],
  scopes: [VLLM_SCOPE, SGLANG_SCOPE],
  aliases: [
    textAlias("requestId", "gen_ai.request.id"),
    alias("operation", operationOfRequestId, ["gen_ai.request.id"]),
    alias("ttftMs", readPhaseSeconds, ["gen_ai.latency.time_to_first_token"], "invalid_ttft"),
    alias("queueMs", readPhaseSeconds, ["gen_ai.latency.time_in_queue"], "invalid_timing"),
    alias("prefillMs", readPhaseSeconds, ["gen_ai.latency.time_in_model_prefill"], "invalid_timing"),
    alias("decodeMs", readPhaseSeconds, ["gen_ai.latency.time_in_model_decode"], "invalid_timing"),
  ],
  derive,
};

/** Who serves its own models is the provider of them. */
function derive({ span: { scopeName }, fallback }: DialectContext): void {
  if (scopeName === VLLM_SCOPE) fallback("provider", "vllm");
  if (scopeName === SGLANG_SCOPE) fallback("provider", "sglang");
}
