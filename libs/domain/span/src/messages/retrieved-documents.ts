import { isJsonList, isJsonObject, jsonOfAnyValue } from "../otlp/any-value.ts";
import type { JsonValue } from "../otlp/any-value.ts";
import { textOfJson } from "../facts/attribute-readers.ts";
import type { Reader } from "../facts/attribute-readers.ts";
import type { ChatMessage, MessagePart } from "./chat-message.ts";
import { structured } from "./message-parts.ts";

/** The documents that a retrieval found, as the parts of one message in their order. */
export const readRetrievedDocuments: Reader<readonly ChatMessage[]> = (value) => {
  const json = typeof value === "string" ? structured(value) : jsonOfAnyValue(value);
  const documents = (isJsonList(json) ? json : [json]).filter((document) => document !== null && document !== "");
  return documents.length === 0 ? undefined : [{ role: "tool", parts: documents.map(partOfDocument) }];
};

function partOfDocument(document: JsonValue): MessagePart {
  if (!isJsonObject(document)) return { type: "document", content: textOfJson(document) };
  const { content, text, ...rest } = document;
  const said = content ?? text;
  return { ...rest, type: "document", ...(said === undefined ? {} : { content: textOfJson(said) }) };
}
