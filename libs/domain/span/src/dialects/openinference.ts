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
import { alias, countAlias, family, numberAlias, textAlias } from "../facts/dialect.ts";
import type { Dialect, DialectContext } from "../facts/dialect.ts";
import { partOfObject } from "../messages/message-parts.ts";
import { readNumberedMessages } from "../messages/numbered-messages.ts";
import { readOpenInferenceDocuments } from "../messages/openinference-documents.ts";
import { readOpenInferenceMessages, readPrompts, readToolSchemas } from "../messages/openinference-messages.ts";
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
    textAlias("toolName", "tool.name"),
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
    numberAlias("reportedInputCostUsd", "llm.cost.prompt"),
    numberAlias("reportedOutputCostUsd", "llm.cost.completion"),
    numberAlias("reportedCostUsd", "llm.cost.total"),

    alias("tags", readTags, ["tag.tags"]),
    textAlias("promptName", "prompt.id"),
    textAlias("promptVersion", "llm.prompt_template.version"),
    alias("finishReasons", readTexts, ["llm.finish_reason"]),
    alias("toolDefinitions", readJsonText, ["llm.tools"]),
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
  const input = attributes.get(INPUT) ?? null;
  const output = attributes.get(OUTPUT) ?? null;
  deriveFinish(context, output);
  if (draft.facts.operation === "execute_tool") {
    const given = input ?? attributes.get("tool.parameters") ?? null;
    if (given !== null)
      fallback("inputMessages", toolRequest(draft.facts, given), input === null ? "tool.parameters" : INPUT);
    if (output !== null) fallback("outputMessages", toolAnswer(draft.facts, output), OUTPUT);
    return;
  }
  const { inputMessages, outputMessages } = draft.facts;
  const inputKey = [INPUT, "reranker.query", "embedding.text"].find((key) => attributes.has(key));
  if (inputKey !== undefined && inputMessages === undefined)
    fallback("inputMessages", readInput(attributes.get(inputKey) ?? null), inputKey);
  if (output !== null && outputMessages === undefined) fallback("outputMessages", readOutput(output), OUTPUT);
}

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
