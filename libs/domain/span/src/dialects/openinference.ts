import { isJsonList } from "../otlp/any-value.ts";
import type { JsonObject } from "../otlp/any-value.ts";
import {
  readBool,
  readCount,
  readJsonObject,
  readJsonText,
  readNumber,
  readTags,
  readText,
  readTexts,
} from "../facts/attribute-readers.ts";
import type { Reader } from "../facts/attribute-readers.ts";
import { messagesReader } from "../messages/chat-messages-of-value.ts";
import { alias, countAlias, family, textAlias } from "../facts/dialect.ts";
import type { Dialect, DialectContext } from "../facts/dialect.ts";
import { partOfObject } from "../messages/message-parts.ts";
import { readNumberedMessages } from "../messages/numbered-messages.ts";
import { readOpenInferenceDocuments } from "../messages/openinference-documents.ts";
import {
  readOpenInferenceMessages,
  readPrompts,
  readPromptTexts,
  readToolSchemas,
} from "../messages/openinference-messages.ts";
import { readCost } from "../facts/read-cost.ts";
import { readOpenInferenceScores } from "../facts/openinference-scores.ts";
import type { AnyValue, OtlpSpan } from "../otlp/otlp-span.ts";
import { toolAnswer, toolRequest } from "../messages/tool-messages.ts";

const INPUT = "input.value";
const OUTPUT = "output.value";
const PARAMETERS = "llm.invocation_parameters";

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
    textAlias("toolName", "tool.name", "tool_call.function.name"),
    textAlias("toolCallId", "tool.id", "tool_call.id"),

    countAlias("inputTokens", "llm.token_count.prompt"),
    countAlias("outputTokens", "llm.token_count.completion"),
    countAlias("totalTokens", "llm.token_count.total"),
    countAlias(
      "cacheReadTokens",
      "llm.token_count.prompt_details.cache_read",
      "llm.token_count.prompt_details.cache_input",
    ),
    countAlias("cacheWriteTokens", "llm.token_count.prompt_details.cache_write"),
    countAlias("inputTextTokens", "llm.token_count.prompt_details.text"),
    countAlias("inputImageTokens", "llm.token_count.prompt_details.image"),
    countAlias("inputAudioTokens", "llm.token_count.prompt_details.audio"),
    countAlias("inputVideoTokens", "llm.token_count.prompt_details.video"),
    countAlias("outputTextTokens", "llm.token_count.completion_details.text"),
    countAlias("outputImageTokens", "llm.token_count.completion_details.image"),
    countAlias("outputAudioTokens", "llm.token_count.completion_details.audio"),
    countAlias("reasoningTokens", "llm.token_count.completion_details.reasoning"),
    alias("reportedInputCostUsd", readCost, ["llm.cost.prompt"], "invalid_number"),
    alias("reportedOutputCostUsd", readCost, ["llm.cost.completion"], "invalid_number"),
    alias("reportedCostUsd", readCost, ["llm.cost.total"], "invalid_number"),

    alias("tags", readTags, ["tag.tags"]),
    textAlias("promptName", "prompt.id"),
    textAlias("promptVersion", "llm.prompt_template.version"),
    alias("finishReasons", readTexts, ["llm.finish_reason"]),
    alias("toolDefinitions", readJsonText, ["llm.tools"]),
    alias("inputMessages", readPromptTexts, ["llm.prompts"]),
  ],
  families: [
    family("inputMessages", "llm.input_messages.", (groups) => readOpenInferenceMessages(groups, "user")),
    family("outputMessages", "llm.output_messages.", (groups) => readOpenInferenceMessages(groups, "assistant")),
    // OpenLLMetry's first versions used the same prefix for messages.
    family(
      "inputMessages",
      "llm.prompts.",
      (groups) => readPrompts(groups, { role: "user", field: "prompt.text" }) ?? readNumberedMessages(groups, "user"),
    ),
    family("outputMessages", "llm.choices.", (groups) =>
      readPrompts(groups, { role: "assistant", field: "completion.text" }),
    ),
    family("inputMessages", "embedding.embeddings.", (groups) =>
      readPrompts(groups, { role: "user", field: "embedding.text" }),
    ),
    family("inputMessages", "reranker.input_documents.", (groups) => readOpenInferenceDocuments(groups, "user")),
    family("outputMessages", "retrieval.documents.", (groups) => readOpenInferenceDocuments(groups, "tool")),
    family("outputMessages", "reranker.output_documents.", (groups) => readOpenInferenceDocuments(groups, "tool")),
    family("toolDefinitions", "llm.tools.", readToolSchemas),
    family("scores", "annotations.", (groups) => readOpenInferenceScores(groups, "annotation")),
    family("scores", "evaluations.", (groups) => readOpenInferenceScores(groups, "evaluation")),
  ],
  derivesFrom: [
    "llm.model_name",
    PARAMETERS,
    "llm.function_call",
    "embedding.text",
    "embedding.invocation_parameters",
    "reranker.query",
    "tool.parameters",
    "tool_call.function.arguments",
    INPUT,
    OUTPUT,
  ],
  derive(context) {
    deriveModels(context);
    deriveRequest(context);
    deriveBodies(context);
    deriveFunctionCall(context);
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
  fallback("requestMaxTokens", firstOf(parameters, maxTokensNames, readCount));
  fallback("requestTemperature", firstOf(parameters, ["temperature"], readNumber));
  fallback("requestTopP", firstOf(parameters, ["top_p", "topP"], readNumber));
  fallback("serviceTier", firstOf(parameters, ["service_tier"], readText));
  fallback("isStreaming", firstOf(parameters, ["stream"], readBool));
}

/**
 * `input.value` and `output.value` hold the whole body of any span: messages only where nothing better told them. Those
 * of a tool are its arguments and its result.
 */
function deriveBodies(context: DialectContext): void {
  const { span, draft, fallback } = context;
  const { attributes } = span;
  const output = attributes.get(OUTPUT) ?? null;
  deriveResponse(context, output);
  deriveFinish(context, output);
  if (draft.facts.operation === "execute_tool") return deriveToolBodies(context);
  const { inputMessages, outputMessages } = draft.facts;
  const inputKey = [INPUT, "reranker.query", "embedding.text"].find((key) => attributes.has(key));
  if (inputKey !== undefined && inputMessages === undefined)
    fallback("inputMessages", readInput(attributes.get(inputKey) ?? null), inputKey);
  if (output !== null && outputMessages === undefined) fallback("outputMessages", readOutput(output), OUTPUT);
}

const argumentKeys = [INPUT, "tool_call.function.arguments", "tool.parameters"];

function deriveToolBodies({ span, draft, fallback }: DialectContext): void {
  for (const key of argumentKeys) {
    const given = span.attributes.get(key) ?? null;
    if (given === null) continue;
    fallback("inputMessages", toolRequest(draft.facts, given), key);
    break;
  }
  const result = span.attributes.get(OUTPUT) ?? null;
  if (result !== null) fallback("outputMessages", toolAnswer(draft.facts, result), OUTPUT);
}

/** What only the body of a provider's answer says: the id by which other spans know the call, and the tier it is billed at. */
function deriveResponse({ draft, fallback }: DialectContext, output: AnyValue): void {
  if (draft.facts.operation !== "chat" || typeof output !== "string" || !RESPONSE.test(output)) return;
  const { id = null, choices, content, output: items, service_tier: tier = null } = readJsonObject(output) ?? {};
  if (!isJsonList(choices ?? content ?? items)) return;
  fallback("responseId", typeof id === "string" ? readText(id) : undefined);
  fallback("serviceTier", typeof tier === "string" ? readText(tier) : undefined);
}

const RESPONSE = /^\s*\{/;

/** Messages have no finish reason in OpenInference, but the body of the answer has. */
function deriveFinish({ draft, fallback }: DialectContext, output: AnyValue): void {
  const { finishReasons, outputMessages } = draft.facts;
  if (output === null || finishReasons !== undefined || outputMessages === undefined) return;
  if (outputMessages.some(({ finish_reason: reason }) => reason !== undefined)) return;
  const reasons = (readOutput(output) ?? []).flatMap(({ finish_reason: reason }) => reason ?? []);
  if (reasons.length > 0) fallback("finishReasons", reasons);
}

/** The function that a model asked for, before tools: one JSON object with name and arguments. */
function deriveFunctionCall({ span, draft, fallback }: DialectContext): void {
  const call = readJsonObject(span.attributes.get("llm.function_call") ?? null);
  if (call === undefined || draft.facts.outputMessages !== undefined) return;
  const part = partOfObject({ ...call, type: "tool_call" });
  fallback("outputMessages", [{ role: "assistant", parts: [part] }], "llm.function_call");
}

const maxTokensNames = ["max_completion_tokens", "max_tokens", "max_output_tokens", "maxTokens", "maxOutputTokens"];

/** The parameters stay an attribute too: they hold more than the columns do. */
function invocationParameters({ attributes }: OtlpSpan): JsonObject {
  return readJsonObject(attributes.get(PARAMETERS) ?? attributes.get("embedding.invocation_parameters") ?? null) ?? {};
}

/** The first of `names` that the parameters tell in a way that `read` understands. */
function firstOf<T>(parameters: JsonObject, names: readonly string[], read: Reader<T>): T | undefined {
  for (const name of names) {
    const value = parameters[name] ?? null;
    const told = value === null || typeof value === "object" ? undefined : read(value);
    if (told !== undefined) return told;
  }
  return undefined;
}
