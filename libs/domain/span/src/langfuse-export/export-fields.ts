import { isJsonList, isJsonObject, parseJson } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";

/**
 * A field of an export under its name in the API, else under that of the files which Langfuse writes to a bucket, which
 * are in snake case. Null counts as absent.
 */
export function exportField(object: JsonObject, name: string): JsonValue | undefined {
  const snakeCase = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return object[name] ?? object[snakeCase] ?? undefined;
}

/** A text that is not empty; numbers as their digits. */
export function exportText(object: JsonObject, name: string): string | undefined {
  const value = exportField(object, name);
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** An object, which some exports hold as its JSON text; empty where there is none. */
export function exportObject(object: JsonObject, name: string): JsonObject {
  return objectOf(exportField(object, name));
}

export function objectOf(value: JsonValue | undefined): JsonObject {
  const json = typeof value === "string" ? parseJson(value) : value;
  return isJsonObject(json) ? json : {};
}

/** The objects of a list, which some exports hold as its JSON text; undefined where there is no list. */
export function exportList(object: JsonObject, name: string): readonly JsonObject[] | undefined {
  const value = exportField(object, name);
  const json = typeof value === "string" ? parseJson(value) : value;
  return isJsonList(json) ? json.filter(isJsonObject) : undefined;
}

/** The value as an attribute: texts stay as they are, objects and lists become JSON text as Langfuse's SDKs write them. */
export function attributeOf(value: JsonValue): AnyValue {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

/** A text that holds the JSON of a text, as exports write the bodies of a trace, is that text. */
export function unquoted(value: JsonValue): JsonValue {
  if (typeof value !== "string" || !value.startsWith('"')) return value;
  const inner = parseJson(value);
  return typeof inner === "string" ? inner : value;
}
