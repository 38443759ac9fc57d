import { isJsonList, isJsonObject, jsonOfAnyValue } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import type { Reader } from "../facts/attribute-readers.ts";
import type { ChatMessage } from "./chat-message.ts";
import { messagesReader } from "./chat-messages-of-value.ts";
import { structured } from "./message-parts.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";

const readMessages = messagesReader("user");

/** The messages of an input. Langfuse's LangChain handler lists the tools on offer among them, as messages of tools. */
export const readLangfuseInput: Reader<readonly ChatMessage[]> = (value) => {
  const json = jsonOfInput(value);
  if (!isJsonList(json) || !json.some(isToolOffer)) return readMessages(value);
  return readMessages(JSON.stringify(json.filter((item) => !isToolOffer(item))));
};

/** JSON of the tools on offer: those among the messages, or the list beside them. */
export const readOfferedTools: Reader<string> = (value) => {
  const json = jsonOfInput(value);
  const beside = isJsonObject(json) ? json["tools"] : undefined;
  if (isJsonList(beside)) return beside.length === 0 ? undefined : JSON.stringify(beside);
  const offers = isJsonList(json) ? json.filter(isToolOffer) : [];
  return offers.length === 0 ? undefined : JSON.stringify(offers.map(({ content }) => content));
};

function jsonOfInput(value: AnyValue): JsonValue {
  return typeof value === "string" ? structured(value) : jsonOfAnyValue(value);
}

/** The content of such a message is a definition: a function with the schema of its parameters. */
function isToolOffer(item: JsonValue): item is JsonObject {
  const content = isJsonObject(item) && item["role"] === "tool" ? item["content"] : undefined;
  const tool = isJsonObject(content) ? content["function"] : undefined;
  return isJsonObject(tool) && isJsonObject(tool["parameters"]);
}
