import { isJsonList, isJsonObject } from "../otlp/any-value.ts";
import type { JsonObject } from "../otlp/any-value.ts";
import { readJsonObject } from "../facts/attribute-readers.ts";
import { messagesReader } from "../messages/chat-messages-of-value.ts";
import { alias, textAlias } from "../facts/dialect.ts";
import type { Dialect, DialectContext } from "../facts/dialect.ts";
import { offerGoogleUsage, valueAt } from "../facts/google-usage.ts";
import { readJsonCount, readJsonNumber } from "../facts/json-numbers.ts";
import { readSystemInstructions } from "../messages/system-instructions.ts";
import { offerToolAnswer, offerToolCall } from "../messages/tool-bodies.ts";

const SCOPE = "gcp.vertex.agent";
const REQUEST = "gcp.vertex.agent.llm_request";
const RESPONSE = "gcp.vertex.agent.llm_response";
const ARGUMENTS = "gcp.vertex.agent.tool_call_args";
const TOOL_RESPONSE = "gcp.vertex.agent.tool_response";

const readInput = messagesReader("user");
const readOutput = messagesReader("assistant");

/**
 * Google's Agent Development Kit: names of the OpenTelemetry conventions, with request and response of the model as JSON
 * of Google's API beside them; `{}` where content is not captured. https://google.github.io/adk-docs/observability/
 */
export const googleAdk: Dialect = {
  name: "google_adk",
  markers: [REQUEST, RESPONSE, "gcp.vertex.agent.invocation_id"],
  scopes: [SCOPE],
  aliases: [
    textAlias("sessionId", "gcp.vertex.agent.session_id"),
    alias("inputMessages", readInput, ["gcp.vertex.agent.data"]),
  ],
  derivesFrom: [REQUEST, RESPONSE, ARGUMENTS, TOOL_RESPONSE],
  derive(context) {
    offerToolCall(context, ARGUMENTS);
    offerToolAnswer(context, TOOL_RESPONSE);
    deriveRequest(context);
    deriveResponse(context);
  },
};

/** The blobs stay attributes: they hold more than the columns do. */
function deriveRequest({ span, fallback }: DialectContext): void {
  const { model, contents, config: given } = readJsonObject(span.attributes.get(REQUEST) ?? null) ?? {};
  const config: JsonObject = isJsonObject(given) ? given : {};
  const instructions = valueAt(config, "systemInstruction");
  if (typeof model === "string" && model !== "") fallback("requestModel", model);
  if (isJsonList(contents)) fallback("inputMessages", readInput(JSON.stringify(contents)));
  if (instructions !== undefined) fallback("systemInstructions", readSystemInstructions(textOf(instructions)));
  if (isJsonList(config["tools"])) fallback("toolDefinitions", JSON.stringify(config["tools"]));
  fallback("requestMaxTokens", readJsonCount(valueAt(config, "maxOutputTokens")));
  fallback("requestTemperature", readJsonNumber(config["temperature"]));
  fallback("requestTopP", readJsonNumber(valueAt(config, "topP")));
}

function deriveResponse(context: DialectContext): void {
  const { fallback, span } = context;
  const response = readJsonObject(span.attributes.get(RESPONSE) ?? null) ?? {};
  const { content } = response;
  const model = valueAt(response, "modelVersion");
  const reason = valueAt(response, "finishReason");
  const usage = valueAt(response, "usageMetadata");
  if (typeof model === "string" && model !== "") fallback("responseModel", model);
  if (typeof reason === "string") fallback("finishReasons", [reason.toLowerCase()]);
  if (isJsonObject(content)) fallback("outputMessages", readOutput(JSON.stringify([content])));
  // Other instrumentations copy the blob onto spans of their own, whose usage it is not.
  if (isJsonObject(usage) && span.scopeName === SCOPE) offerGoogleUsage(context, usage);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
