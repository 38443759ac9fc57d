import { isJsonList, isJsonObject, jsonOfAnyValue, parseJson } from "../otlp/any-value.ts";
import { readJsonText, readText, unquoted } from "../facts/attribute-readers.ts";
import type { Reader } from "../facts/attribute-readers.ts";
import { quotedMessagesReader } from "../messages/chat-messages-of-value.ts";
import { readCostDetails } from "../facts/cost-details.ts";
import { alias } from "../facts/dialect.ts";
import type { Dialect, DialectContext } from "../facts/dialect.ts";
import { spreadAlias } from "../facts/spread-alias.ts";
import { toolAnswer, toolRequest } from "../messages/tool-messages.ts";
import { readUsageDetails } from "../facts/usage-details.ts";

const TYPE = "mlflow.spanType";
const INPUTS = "mlflow.spanInputs";
const OUTPUTS = "mlflow.spanOutputs";

/** Operations for the values of `mlflow.spanType`. */
const operationOfType: ReadonlyMap<string, string> = new Map([
  ["LLM", "chat"],
  ["CHAT_MODEL", "chat"],
  ["EMBEDDING", "embeddings"],
  ["CHAIN", "invoke_workflow"],
  ["WORKFLOW", "invoke_workflow"],
  ["TASK", "invoke_workflow"],
  ["AGENT", "invoke_agent"],
  ["TOOL", "execute_tool"],
  ["RETRIEVER", "retrieval"],
  ["RERANKER", "rerank"],
  ["GUARDRAIL", "run_guardrail"],
  ["EVALUATOR", "evaluate"],
  ["PARSER", ""],
  ["MEMORY", ""],
  ["UNKNOWN", ""],
]);

/** MLflow writes every attribute as JSON, so that a text comes in quotes. */
const readQuotedText: Reader<string> = (value) => readText(unquoted(value));

const quotedAlias = (
  fact: "provider" | "requestModel" | "sessionId" | "userId" | "traceName" | "toolName",
  key: string,
) => alias(fact, readQuotedText, [key]);

/** MLflow's own tracing. https://mlflow.org/docs/latest/genai/tracing/ */
export const mlflow: Dialect = {
  name: "mlflow",
  markers: [TYPE],
  aliases: [
    alias("operation", (value) => operationOfType.get((readQuotedText(value) ?? "").toUpperCase()), [TYPE]),
    quotedAlias("provider", "mlflow.llm.provider"),
    quotedAlias("requestModel", "mlflow.llm.model"),
    spreadAlias("inputTokens", ["mlflow.chat.tokenUsage"], readUsageDetails),
    spreadAlias("reportedCostUsd", ["mlflow.llm.cost"], readCostDetails),
    quotedAlias("sessionId", "mlflow.trace.session"),
    quotedAlias("userId", "mlflow.trace.user"),
    quotedAlias("traceName", "mlflow.traceName"),
    alias("inputMessages", quotedMessagesReader("user"), ["mlflow.chat.messages", INPUTS]),
    alias("outputMessages", quotedMessagesReader("assistant"), [OUTPUTS]),
    alias("toolDefinitions", readJsonText, ["mlflow.chat.tools"]),
  ],
  derivesFrom: [TYPE, "mlflow.linkedPrompts"],
  derive(context) {
    deriveToolCall(context);
    derivePrompt(context);
  },
};

/** The inputs and outputs of a tool are its arguments and its result; the tool is what the span is called. */
function deriveToolCall({ span, draft, fallback }: DialectContext): void {
  if (readQuotedText(span.attributes.get(TYPE) ?? null)?.toUpperCase() !== "TOOL") return;
  fallback("toolName", span.name === "" ? undefined : span.name);
  const inputs = span.attributes.get(INPUTS) ?? null;
  const outputs = span.attributes.get(OUTPUTS) ?? null;
  const source = { dialect: mlflow.name, rank: FIRST };
  if (inputs !== null) draft.offer("inputMessages", toolRequest(draft.facts, inputs), { ...source, keys: [INPUTS] });
  if (outputs !== null) draft.offer("outputMessages", toolAnswer(draft.facts, outputs), { ...source, keys: [OUTPUTS] });
}

/** Before the same body as a plain message. */
const FIRST = -1;

/** The first of the prompts that a span is linked to; all stay in the attribute. */
function derivePrompt({ span, fallback }: DialectContext): void {
  const linked = span.attributes.get("mlflow.linkedPrompts") ?? null;
  const json = typeof linked === "string" ? parseJson(linked) : jsonOfAnyValue(linked);
  const [prompt] = isJsonList(json) ? json : [];
  if (!isJsonObject(prompt)) return;
  const { name = null, version = null } = prompt;
  if (typeof name !== "object") fallback("promptName", readText(name));
  if (typeof version !== "object") fallback("promptVersion", readText(version));
}
