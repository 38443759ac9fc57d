import { isJsonList, isJsonObject, jsonOfAnyValue } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import { readCount, readJsonObject, readText } from "../facts/attribute-readers.ts";
import type { ChatMessage } from "../messages/chat-message.ts";
import { messagesReader } from "../messages/chat-messages-of-value.ts";
import { alias, textAlias } from "../facts/dialect.ts";
import type { Dialect, DialectContext } from "../facts/dialect.ts";
import { readJsonCount } from "../facts/json-numbers.ts";
import { structured } from "../messages/message-parts.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { readPhaseSeconds } from "../facts/phase-millis.ts";
import { readSystemInstructions } from "../messages/system-instructions.ts";
import { offerToolAnswer, offerToolCall } from "../messages/tool-bodies.ts";

const SCOPE = "livekit-agents";
const ARGUMENTS = "lk.function_tool.arguments";
const TOOL_OUTPUT = "lk.function_tool.output";
const LLM_METRICS = "lk.llm_metrics";
const REALTIME_METRICS = "lk.realtime_model_metrics";
const CALLS = "lk.response.function_calls";
const STATUS_ERROR = 2;

/** Operations of the spans that the agent writes under names of its own. */
const operationOfName: ReadonlyMap<string, string> = new Map([
  ["agent_session", "invoke_workflow"],
  ["agent_turn", "invoke_agent"],
  ["start_agent_activity", "invoke_agent"],
  ["function_tool", "execute_tool"],
  ["llm_request", "chat"],
  // What a user said is no call of a model, though its words are on the span.
  ["user_turn", ""],
]);

/** Spans of the agent's machinery: of use to who debugs it, and to no one else. */
const machinery: ReadonlySet<string> = new Set([
  "agent_speaking",
  "drain_agent_activity",
  "eou_detection",
  "llm_fallback_adapter",
  "llm_request_run",
  "on_enter",
  "on_exit",
  "on_user_turn_completed",
  "pause_agent_activity",
  "resume_agent_activity",
  "start_agent_activity",
  "stt_fallback_adapter",
  "stt_stream_adapter",
  "tts_fallback_adapter",
  "tts_node",
  "tts_request",
  "tts_request_run",
  "tts_stream_adapter",
  "user_speaking",
]);

const readInput = messagesReader("user");

/** LiveKit's agents of voice: `lk.*` beside the names of OpenTelemetry. https://docs.livekit.io/agents/ */
export const livekit: Dialect = {
  name: "livekit",
  markers: ["lk.agent_name", "lk.chat_ctx", "lk.response.text", "lk.input_text"],
  scopes: [SCOPE],
  aliases: [
    textAlias("agentName", "lk.agent_name", "lk.agent_label"),
    textAlias("toolName", "lk.function_tool.name"),
    textAlias("toolCallId", "lk.function_tool.id"),
    textAlias("userId", "lk.participant_identity"),
    alias("retryCount", readCount, ["lk.retry_count"], "invalid_number"),
    alias("ttftMs", readPhaseSeconds, ["lk.response.ttft"], "invalid_ttft"),
    alias("inputMessages", readChatContext, ["lk.chat_ctx"]),
    alias("inputMessages", readInput, ["lk.user_input", "lk.user_transcript", "lk.input_text"]),
    alias("systemInstructions", readSystemInstructions, ["lk.instructions"]),
    alias("outputMessages", messagesReader("assistant"), ["lk.response.text"]),
  ],
  derivesFrom: [ARGUMENTS, TOOL_OUTPUT, LLM_METRICS, REALTIME_METRICS, CALLS],
  derive(context) {
    offerToolCall(context, ARGUMENTS);
    offerToolAnswer(context, TOOL_OUTPUT);
    deriveCalls(context);
    deriveMetrics(context, LLM_METRICS);
    deriveMetrics(context, REALTIME_METRICS);
    if (context.span.scopeName === SCOPE) deriveFromName(context);
  },
};

function deriveFromName({ span: { name, statusCode }, fallback }: DialectContext): void {
  const isMachinery = machinery.has(name);
  // Speech has words for its input and models of its own, but is no chat.
  fallback("operation", operationOfName.get(name) ?? (isMachinery ? "" : undefined));
  if (!isMachinery) return;
  fallback("level", statusCode === STATUS_ERROR ? "error" : "debug");
}

/** What the model was given; of its items only what was said, not the agent's bookkeeping. */
function readChatContext(value: AnyValue): readonly ChatMessage[] | undefined {
  const json = typeof value === "string" ? structured(value) : jsonOfAnyValue(value);
  const items = isJsonObject(json) ? json["items"] : undefined;
  return isJsonList(items) ? readInput(JSON.stringify(items.filter(isJsonObject).map(saidIn))) : readInput(value);
}

const bookkeeping = new Set(["created_at", "extra", "group_id", "hash", "metrics", "transcript_confidence"]);

function saidIn(item: JsonObject): JsonObject {
  const isMessage = item["type"] === "message";
  const said = Object.entries(item).filter(
    ([key, value]) => !bookkeeping.has(key) && value !== false && !(isMessage && (key === "id" || key === "type")),
  );
  return Object.fromEntries(said);
}

/** An answer that only asks for tools has no text. */
function deriveCalls({ span, draft, fallback }: DialectContext): void {
  const value = span.attributes.get(CALLS);
  if (value === undefined || draft.facts.outputMessages !== undefined) return;
  const json = typeof value === "string" ? structured(value) : jsonOfAnyValue(value);
  const calls: JsonValue = isJsonList(json) ? json.map(structured).filter(isJsonObject) : [];
  if (!isJsonList(calls) || calls.length === 0) return;
  const message = { role: "assistant", tool_calls: calls };
  fallback("outputMessages", messagesReader("assistant")(JSON.stringify([message])), CALLS);
}

/** Usage as the agent measured it, where the span does not tell it by the conventions. Stays an attribute. */
function deriveMetrics({ span, fallback }: DialectContext, key: string): void {
  const metrics = readJsonObject(span.attributes.get(key) ?? null);
  if (metrics === undefined) return;
  const count = (...names: string[]) => names.map((name) => readJsonCount(metrics[name])).find((n) => n !== undefined);
  const metadata = objectAt(metrics, "metadata");
  const [input, output] = [objectAt(metrics, "input_token_details"), objectAt(metrics, "output_token_details")];
  fallback("inputTokens", count("prompt_tokens", "input_tokens"));
  fallback("outputTokens", count("completion_tokens", "output_tokens"));
  fallback("totalTokens", count("total_tokens"));
  fallback("cacheReadTokens", count("prompt_cached_tokens") ?? readJsonCount(input["cached_tokens"]));
  fallback("inputAudioTokens", readJsonCount(input["audio_tokens"]));
  fallback("inputImageTokens", readJsonCount(input["image_tokens"]));
  const cached = objectAt(input, "cached_tokens_details");
  fallback("cacheReadAudioTokens", readJsonCount(cached["audio_tokens"]));
  fallback("cacheReadImageTokens", readJsonCount(cached["image_tokens"]));
  fallback("outputAudioTokens", readJsonCount(output["audio_tokens"]));
  fallback("ttftMs", readPhaseSeconds(readText(scalarAt(metrics, "ttft")) ?? null));
  fallback("requestModel", textAt(metadata, "model_name"));
  fallback("provider", textAt(metadata, "model_provider"));
  fallback("requestId", textAt(metrics, "request_id"));
}

function objectAt(body: JsonObject, field: string): JsonObject {
  const value = body[field];
  return isJsonObject(value) ? value : {};
}

function textAt(body: JsonObject, field: string): string | undefined {
  const value = body[field];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function scalarAt(body: JsonObject, field: string): number | null {
  const value = body[field];
  return typeof value === "number" ? value : null;
}
