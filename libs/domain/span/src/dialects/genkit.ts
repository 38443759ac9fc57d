import { isJsonObject } from "../otlp/any-value.ts";
import type { JsonObject } from "../otlp/any-value.ts";
import { readJsonObject, readText } from "../facts/attribute-readers.ts";
import { quotedMessagesReader } from "../messages/chat-messages-of-value.ts";
import { alias, textAlias } from "../facts/dialect.ts";
import type { Dialect, DialectContext } from "../facts/dialect.ts";
import { readJsonCount, readJsonNumber } from "../facts/json-numbers.ts";
import { offerToolAnswer, offerToolCall } from "../messages/tool-bodies.ts";

const NAME = "genkit:name";
const SUBTYPE = "genkit:metadata:subtype";
const INPUT = "genkit:input";
const OUTPUT = "genkit:output";

/** Operations for the kinds of actions. */
const operationOfSubtype: ReadonlyMap<string, string> = new Map([
  ["model", "chat"],
  ["tool", "execute_tool"],
  ["flow", "invoke_workflow"],
  ["agent", "invoke_agent"],
  ["embedder", "embeddings"],
  ["retriever", "retrieval"],
  ["reranker", "rerank"],
  ["evaluator", "evaluate"],
  ["prompt", "render_prompt"],
]);

const readInput = quotedMessagesReader("user");
const readOutput = quotedMessagesReader("assistant");

/** Genkit, which names with colons and keeps input and output of every action as JSON. https://genkit.dev/docs/observability */
export const genkit: Dialect = {
  name: "genkit",
  markers: [NAME, INPUT],
  scopes: ["genkit-tracer"],
  aliases: [
    alias("operation", (value) => operationOfSubtype.get(readText(value) ?? ""), [SUBTYPE]),
    textAlias("sessionId", "genkit:sessionId", "genkit:metadata:sessionId"),
  ],
  derivesFrom: [NAME, SUBTYPE, INPUT, OUTPUT],
  derive(context) {
    const { span, draft, fallback } = context;
    const subtype = readText(span.attributes.get(SUBTYPE) ?? null);
    if (subtype === "tool") return deriveTool(context);
    if (subtype === "model") deriveCall(context);
    const { inputMessages, outputMessages } = draft.facts;
    const [input, output] = [span.attributes.get(INPUT), span.attributes.get(OUTPUT)];
    if (input !== undefined && inputMessages === undefined) fallback("inputMessages", readInput(input), INPUT);
    if (output !== undefined && outputMessages === undefined) fallback("outputMessages", readOutput(output), OUTPUT);
  },
};

function deriveTool(context: DialectContext): void {
  context.fallback("toolName", readText(context.span.attributes.get(NAME) ?? null), NAME);
  offerToolCall(context, INPUT);
  offerToolAnswer(context, OUTPUT);
}

/** Only the action of the model itself: those around it repeat its output, usage and all. The blobs stay attributes. */
function deriveCall({ span: { attributes }, fallback }: DialectContext): void {
  const name = readText(attributes.get(NAME) ?? null) ?? "";
  const [provider = "", ...model] = name.split("/");
  if (model.length > 0) fallback("provider", provider);
  if (name !== "") fallback("requestModel", model.length > 0 ? model.join("/") : name);
  const request = readJsonObject(attributes.get(INPUT) ?? null) ?? {};
  const response = readJsonObject(attributes.get(OUTPUT) ?? null) ?? {};
  fallback("inputMessages", messagesAt(request, "messages", readInput));
  fallback(
    "outputMessages",
    messagesAt(response, "message", readOutput) ?? messagesAt(response, "candidates", readOutput),
  );
  if (typeof response["finishReason"] === "string") fallback("finishReasons", [response["finishReason"]]);
  deriveParameters(objectAt(request, "config"), fallback);
  deriveUsage(objectAt(response, "usage"), fallback);
}

function messagesAt(body: JsonObject, field: string, read: typeof readInput): ReturnType<typeof readInput> {
  return body[field] === undefined ? undefined : read(JSON.stringify({ [field]: body[field] }));
}

function deriveParameters(config: JsonObject, fallback: DialectContext["fallback"]): void {
  fallback("requestMaxTokens", readJsonCount(config["maxOutputTokens"]));
  fallback("requestTemperature", readJsonNumber(config["temperature"]));
  fallback("requestTopP", readJsonNumber(config["topP"]));
}

/** Input includes what a cache served. https://genkit.dev/docs/models */
function deriveUsage(usage: JsonObject, fallback: DialectContext["fallback"]): void {
  fallback("inputTokens", readJsonCount(usage["inputTokens"]));
  fallback("outputTokens", readJsonCount(usage["outputTokens"]));
  fallback("totalTokens", readJsonCount(usage["totalTokens"]));
  fallback("cacheReadTokens", readJsonCount(usage["cachedContentTokens"]));
  fallback("reasoningTokens", readJsonCount(usage["thoughtsTokens"]));
}

function objectAt(body: JsonObject, field: string): JsonObject {
  const value = body[field];
  return isJsonObject(value) ? value : {};
}
