import type { JsonObject } from "../any-value.ts";
import { readCount, readJsonObject, readJsonText, readText, readTexts, readTags } from "../attribute-readers.ts";
import { messagesReader } from "../chat-messages-of-value.ts";
import { alias, countAlias, family, textAlias } from "../dialect.ts";
import type { Dialect, DialectContext } from "../dialect.ts";
import type { OtlpSpan } from "../otlp-span.ts";
import { readOpenInferenceMessages, readPrompts, readToolSchemas } from "../openinference-messages.ts";

/** Operations for the values of `openinference.span.kind`. */
const operationOfKind: ReadonlyMap<string, string> = new Map([
  ["LLM", "chat"],
  ["EMBEDDING", "embeddings"],
  ["CHAIN", "invoke_workflow"],
  ["RETRIEVER", "retrieval"],
  ["RERANKER", "rerank"],
  ["TOOL", "execute_tool"],
  ["AGENT", "invoke_agent"],
  ["GUARDRAIL", "run_guardrail"],
  ["EVALUATOR", "evaluate"],
  ["PROMPT", "render_prompt"],
]);

const readInput = messagesReader("user");
const readOutput = messagesReader("assistant");

/**
 * OpenInference, the conventions of Phoenix and Arize.
 * https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md
 */
export const openInference: Dialect = {
  name: "openinference",
  markers: ["openinference.span.kind"],
  aliases: [
    alias("operation", (value) => operationOfKind.get((readText(value) ?? "").toUpperCase()), [
      "openinference.span.kind",
    ]),
    textAlias("provider", "llm.provider", "llm.system"),
    textAlias("requestModel", "llm.request.model_name", "embedding.model_name", "reranker.model_name"),
    textAlias("responseModel", "llm.response.model_name"),
    textAlias("agentName", "agent.name"),
    textAlias("toolName", "tool.name"),
    textAlias("toolCallId", "tool.id"),

    countAlias("inputTokens", "llm.token_count.prompt"),
    countAlias("outputTokens", "llm.token_count.completion"),
    countAlias("totalTokens", "llm.token_count.total"),
    countAlias(
      "cacheReadTokens",
      "llm.token_count.prompt_details.cache_read",
      "llm.token_count.prompt_details.cache_input",
    ),
    countAlias("cacheWriteTokens", "llm.token_count.prompt_details.cache_write"),
    countAlias("inputAudioTokens", "llm.token_count.prompt_details.audio"),
    countAlias("outputAudioTokens", "llm.token_count.completion_details.audio"),
    countAlias("reasoningTokens", "llm.token_count.completion_details.reasoning"),

    alias("tags", readTags, ["tag.tags"]),
    textAlias("promptName", "prompt.id"),
    textAlias("promptVersion", "llm.prompt_template.version"),
    alias("finishReasons", readTexts, ["llm.finish_reason"]),
    alias("toolDefinitions", readJsonText, ["llm.tools"]),
  ],
  families: [
    family("inputMessages", "llm.input_messages.", (groups) => readOpenInferenceMessages(groups, "user")),
    family("outputMessages", "llm.output_messages.", (groups) => readOpenInferenceMessages(groups, "assistant")),
    family("inputMessages", "llm.prompts.", (groups) => readPrompts(groups, { role: "user", field: "prompt.text" })),
    family("outputMessages", "llm.choices.", (groups) =>
      readPrompts(groups, { role: "assistant", field: "completion.text" }),
    ),
    family("inputMessages", "embedding.embeddings.", (groups) =>
      readPrompts(groups, { role: "user", field: "embedding.text" }),
    ),
    family("toolDefinitions", "llm.tools.", readToolSchemas),
  ],
  derive(context) {
    deriveModels(context);
    deriveRequest(context);
    deriveBodies(context);
  },
};

/** `llm.model_name` is the answering model; the requested one may be in the parameters, and is the same otherwise. */
function deriveModels({ span, draft, fallback }: DialectContext): void {
  const name = readText(span.attributes.get("llm.model_name") ?? null);
  const requested = invocationParameters(span)["model"];
  if (typeof requested === "string" && requested !== "") fallback("requestModel", requested);
  fallback("requestModel", name, "llm.model_name");
  if (draft.facts.requestModel !== name) fallback("responseModel", name, "llm.model_name");
}

function deriveRequest({ span, fallback }: DialectContext): void {
  const parameters = invocationParameters(span);
  fallback("requestMaxTokens", readCount(firstNumber(parameters, maxTokensNames) ?? null));
  fallback("requestTemperature", firstNumber(parameters, ["temperature"]));
  fallback("requestTopP", firstNumber(parameters, ["top_p", "topP"]));
  const { service_tier: tier } = parameters;
  if (typeof tier === "string") fallback("serviceTier", tier);
}

/** `input.value` and `output.value` hold the whole body of any span: messages only where nothing better told them. */
function deriveBodies({ span: { attributes }, draft, fallback }: DialectContext): void {
  const inputKey = attributes.has("input.value") ? "input.value" : "reranker.query";
  const input = attributes.get(inputKey);
  const output = attributes.get("output.value");
  const { inputMessages, outputMessages } = draft.facts;
  if (input !== undefined && inputMessages === undefined) fallback("inputMessages", readInput(input), inputKey);
  if (output !== undefined && outputMessages === undefined)
    fallback("outputMessages", readOutput(output), "output.value");
}

const maxTokensNames = ["max_completion_tokens", "max_tokens", "max_output_tokens", "maxTokens", "maxOutputTokens"];

/** The parameters stay an attribute too: they hold more than the columns do. */
function invocationParameters({ attributes }: OtlpSpan): JsonObject {
  return readJsonObject(attributes.get("llm.invocation_parameters") ?? null) ?? {};
}

function firstNumber(parameters: JsonObject, names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = parameters[name];
    if (typeof value === "number") return value;
  }
  return undefined;
}
