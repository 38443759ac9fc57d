import { readBool, readJsonText, readTags, readText, readTexts } from "../facts/attribute-readers.ts";
import { quotedMessagesReader } from "../messages/chat-messages-of-value.ts";
import { alias, countAlias, family, numberAlias, textAlias } from "../facts/dialect.ts";
import type { Dialect, DialectContext } from "../facts/dialect.ts";
import { readFunctionDefinitions } from "../messages/function-definitions.ts";
import { readNumberedMessages } from "../messages/numbered-messages.ts";
import { toolAnswer, toolRequest } from "../messages/tool-messages.ts";

const KIND = "traceloop.span.kind";
const NAME = "traceloop.entity.name";
const INPUT = "traceloop.entity.input";
const OUTPUT = "traceloop.entity.output";
const property = (name: string): string => `traceloop.association.properties.${name}`;

/** Operations for the values of `traceloop.span.kind` and, below, of `llm.request.type`. */
const operations: ReadonlyMap<string, string> = new Map([
  ["workflow", "invoke_workflow"],
  ["task", "invoke_workflow"],
  ["agent", "invoke_agent"],
  ["tool", "execute_tool"],
  ["chat", "chat"],
  ["completion", "text_completion"],
  ["embedding", "embeddings"],
  ["rerank", "rerank"],
]);

/**
 * OpenLLMetry, the conventions of Traceloop's SDKs before they took over OpenTelemetry's. Their `gen_ai.*` names, which
 * others use too, are with OpenTelemetry's.
 * https://github.com/traceloop/openllmetry/tree/main/packages/opentelemetry-semantic-conventions-ai
 */
export const openLlmetry: Dialect = {
  name: "openllmetry",
  markers: [KIND],
  aliases: [
    alias("operation", (value) => operations.get(readText(value)?.toLowerCase() ?? ""), [KIND, "llm.request.type"]),
    textAlias("provider", "llm.vendor"),
    textAlias("requestModel", "llm.request.model"),
    textAlias("responseModel", "llm.response.model"),
    countAlias("inputTokens", "llm.usage.prompt_tokens", "llm.usage.input_tokens"),
    countAlias("outputTokens", "llm.usage.completion_tokens", "llm.usage.output_tokens"),
    countAlias("totalTokens", "llm.usage.total_tokens"),
    countAlias("cacheReadTokens", "llm.usage.cache_read_input_tokens"),
    countAlias("cacheWriteTokens", "llm.usage.cache_creation_input_tokens"),
    countAlias("reasoningTokens", "llm.usage.reasoning_tokens"),

    textAlias("traceName", "traceloop.workflow.name"),
    textAlias(
      "sessionId",
      property("session_id"),
      property("sessionId"),
      property("conversation_id"),
      property("thread_id"),
      property("chat_id"),
    ),
    textAlias("userId", property("user_id"), property("userId"), "llm.user"),
    alias("tags", readTags, [property("tags")]),
    textAlias("environment", property("environment")),
    textAlias("promptName", "traceloop.prompt.key"),
    textAlias(
      "promptVersion",
      "traceloop.prompt.version",
      "traceloop.prompt.version_name",
      "traceloop.prompt.version_hash",
    ),

    alias("isStreaming", readBool, ["llm.is_streaming"]),
    alias("finishReasons", readTexts, ["llm.response.finish_reason", "llm.response.stop_reason"]),
    countAlias("requestMaxTokens", "llm.request.max_tokens"),
    numberAlias("requestTemperature", "llm.temperature", "llm.request.temperature"),
    numberAlias("requestTopP", "llm.top_p", "llm.request.top_p"),
    alias("inputMessages", quotedMessagesReader("user"), [INPUT]),
    alias("outputMessages", quotedMessagesReader("assistant"), [OUTPUT]),
    alias("toolDefinitions", readJsonText, ["llm.request.functions"]),
  ],
  families: [
    family("outputMessages", "llm.completions.", (groups) => readNumberedMessages(groups, "assistant")),
    family("toolDefinitions", "llm.request.functions.", readFunctionDefinitions),
    family("toolDefinitions", "gen_ai.request.functions.", readFunctionDefinitions),
  ],
  derivesFrom: [KIND, NAME],
  derive: deriveEntity,
};

/** The entity is what the kind says: an agent or a tool, whose input and output are arguments and result. */
function deriveEntity({ span: { attributes }, draft, fallback }: DialectContext): void {
  const kind = readText(attributes.get(KIND) ?? null)?.toLowerCase();
  const name = readText(attributes.get(NAME) ?? null);
  if (kind === "agent") fallback("agentName", name, NAME);
  if (kind !== "tool") return;
  fallback("toolName", name, NAME);
  const input = attributes.get(INPUT) ?? null;
  const output = attributes.get(OUTPUT) ?? null;
  const source = { dialect: openLlmetry.name, rank: FIRST };
  if (input !== null) draft.offer("inputMessages", toolRequest(draft.facts, input), { ...source, keys: [INPUT] });
  if (output !== null) draft.offer("outputMessages", toolAnswer(draft.facts, output), { ...source, keys: [OUTPUT] });
}

/** Before the same body as a plain message. */
const FIRST = -1;
