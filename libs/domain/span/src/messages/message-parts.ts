import { isJsonList, isJsonObject, parseJson } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import { textOfJson } from "../facts/attribute-readers.ts";
import { toolCallOfSdk, toolResultOfSdk } from "./ai-sdk-parts.ts";
import type { MessagePart } from "./chat-message.ts";
import { plainConverseBlock } from "./converse-parts.ts";

type PartReader = (part: JsonObject) => MessagePart;

/** Parts of the providers' own schemas, by their `type`, as the parts of OpenTelemetry's that say the same. */
const partReaders: Readonly<Record<string, PartReader>> = {
  text: textPart,
  input_text: textPart,
  output_text: textPart,
  reasoning: reasoningPart,
  thinking: reasoningPart,
  tool_call: toolCallPart,
  tool_use: toolCallPart,
  function: toolCallPart,
  function_call: toolCallPart,
  tool_call_response: toolResponsePart,
  tool_result: toolResponsePart,
  function_call_output: toolResponsePart,
  "tool-call": (part) => toolCallPart(toolCallOfSdk(part)),
  "tool-result": (part) => toolResponsePart(toolResultOfSdk(part)),
};

/** A longer list is no conversation: it stays one text, since as objects it would take a hundred times its bytes. */
export const MAX_ENTRIES = 10_000;

/** The parts of a message's content: one text, one part, or a list of both. */
export function partsOfContent(content: JsonValue | undefined): MessagePart[] {
  if (content === undefined || content === null || content === "") return [];
  if (isJsonList(content) && content.length <= MAX_ENTRIES) return content.flatMap(partsOfContent);
  return [isJsonObject(content) ? partOfObject(content) : { type: "text", content: textOfJson(content) }];
}

/** One part as an object; what has no known type keeps all its fields. */
export function partOfObject(part: JsonObject): MessagePart {
  const { type } = part;
  if (typeof type === "string") {
    const read = Object.hasOwn(partReaders, type) ? partReaders[type] : undefined;
    return read === undefined ? { ...part, type } : read(part);
  }
  if (typeof part["text"] === "string") return part["thought"] === true ? thoughtPart(part) : textPart(part);
  if (isJsonObject(part["function"])) return toolCallPart(part);
  const converse = plainConverseBlock(part);
  return converse === undefined ? (geminiPart(part) ?? { ...part, type: "unknown" }) : partOfObject(converse);
}

function textPart({ content, text, ...rest }: JsonObject): MessagePart {
  return { ...rest, type: "text", content: textOfJson(content ?? text ?? "") };
}

function reasoningPart({ content, thinking, text, ...rest }: JsonObject): MessagePart {
  const said = content ?? thinking ?? text;
  if (said !== undefined && said !== null) return { ...rest, type: "reasoning", content: textOfJson(said) };
  const { summary, ...others } = rest;
  return { ...others, type: "reasoning", content: textOfSummary(summary) };
}

/** OpenAI's Responses tell of their reasoning in summaries, one text each. */
function textOfSummary(summary: JsonValue | undefined): string {
  const texts = isJsonList(summary) ? summary.filter(isJsonObject).map(({ text = "" }) => textOfJson(text)) : [];
  return texts.join("\n");
}

/** Google's reasoning is a text that says so. */
function thoughtPart(part: JsonObject): MessagePart {
  const { thought: _, ...rest } = part;
  return reasoningPart(rest);
}

/** OpenAI's Responses name the call by `call_id`; their `id` is that of the item, and is kept as `item_id`. */
function toolCallPart({ id, call_id, name, input, function: called, ...rest }: JsonObject): MessagePart {
  const call = isJsonObject(called) ? called : {};
  const { arguments: given, ...others } = rest;
  return {
    ...others,
    type: "tool_call",
    ...optionalText("id", call_id ?? id),
    ...(call_id === undefined ? {} : optionalText("item_id", id)),
    ...optionalText("name", name ?? call["name"]),
    ...optional("arguments", given ?? input ?? call["arguments"]),
  };
}

function toolResponsePart(part: JsonObject): MessagePart {
  const { id, call_id, tool_use_id, response, result, output, content, ...rest } = part;
  return {
    ...rest,
    type: "tool_call_response",
    ...optionalText("id", call_id ?? id ?? tool_use_id),
    response: structured(response ?? result ?? output ?? content ?? null),
  };
}

/** Google's parts are told apart by their only key. */
function geminiPart(part: JsonObject): MessagePart | undefined {
  const call = part["functionCall"] ?? part["function_call"];
  if (isJsonObject(call)) return geminiCall(call);
  const answer = part["functionResponse"] ?? part["function_response"];
  return isJsonObject(answer) ? geminiAnswer(answer) : geminiMedia(part);
}

function geminiCall({ id = null, name = null, args = null }: JsonObject): MessagePart {
  return toolCallPart({ id, name, arguments: args });
}

function geminiAnswer({ id = null, name = null, response = null }: JsonObject): MessagePart {
  return { ...toolResponsePart({ id, response }), ...optionalText("name", name) };
}

function geminiMedia(part: JsonObject): MessagePart | undefined {
  const data = part["inlineData"] ?? part["inline_data"];
  if (isJsonObject(data)) return { type: "blob", ...mimeTypeOf(data), content: textOfJson(data["data"] ?? "") };
  const file = part["fileData"] ?? part["file_data"];
  if (!isJsonObject(file)) return undefined;
  return { type: "uri", ...mimeTypeOf(file), uri: textOfJson(file["fileUri"] ?? file["file_uri"] ?? "") };
}

function mimeTypeOf(part: JsonObject): Record<string, string> {
  return optionalText("mime_type", part["mimeType"] ?? part["mime_type"]);
}

function optionalText(key: string, value: JsonValue | undefined): Record<string, string> {
  return value === undefined || value === null ? {} : { [key]: textOfJson(value) };
}

function optional(key: string, value: JsonValue | undefined): Record<string, JsonValue> {
  return value === undefined || value === null ? {} : { [key]: structured(value) };
}

/** A JSON value that came as text, where that is an object or a list; anything else as it came. */
export function structured(value: JsonValue): JsonValue {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  return parseJson(value) ?? value;
}
