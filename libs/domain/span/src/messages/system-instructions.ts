import { isJsonList, isJsonObject, jsonOfAnyValue } from "../otlp/any-value.ts";
import type { JsonValue } from "../otlp/any-value.ts";
import { textOfJson } from "../facts/attribute-readers.ts";
import type { Reader } from "../facts/attribute-readers.ts";
import { structured } from "./message-parts.ts";

/** The text of system instructions: parts joined by line feeds; what is no part stays as it came. */
export const readSystemInstructions: Reader<string> = (value) => {
  const json = typeof value === "string" ? structured(value) : jsonOfAnyValue(value);
  const parts = isJsonList(json) ? json : [json];
  const texts = parts.map(textOfPart).filter((text) => text !== "");
  return texts.length === 0 ? undefined : texts.join("\n");
};

function textOfPart(part: JsonValue): string {
  if (part === null) return "";
  const content = isJsonObject(part) ? (part["content"] ?? part["text"]) : part;
  return textOfJson(typeof content === "string" ? content : part);
}
