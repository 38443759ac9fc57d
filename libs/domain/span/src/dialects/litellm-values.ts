import { isJsonList, isJsonObject, jsonOfAnyValue, parseJson } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import { readTags } from "../facts/attribute-readers.ts";
import type { Reader } from "../facts/attribute-readers.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { parsePythonRepr } from "../facts/python-repr.ts";

const STRUCTURED = /^\s*(?:[[{(]|[A-Za-z_][\w.]{0,100}\()/;

/** A value that LiteLLM wrote as JSON, or as Python prints it: structured where its text says so, and as it is otherwise. */
export function structuredByPython(value: AnyValue | undefined): JsonValue {
  if (value === undefined) return null;
  if (typeof value !== "string") return jsonOfAnyValue(value);
  if (!STRUCTURED.test(value)) return value;
  return parseJson(value) ?? parsePythonRepr(value) ?? value;
}

/** The object in a value; empty where it is none. */
export function objectByPython(value: AnyValue | undefined): JsonObject {
  const json = structuredByPython(value);
  return isJsonObject(json) ? json : {};
}

/** The objects of a list; of one object, that one. */
export function objectsByPython(value: AnyValue | undefined): readonly JsonObject[] {
  const json = structuredByPython(value);
  return (isJsonList(json) ? json : [json]).filter(isJsonObject);
}

/** Python's `None` is no text, though it came as one. */
export const readPythonText: Reader<string> = (value) => {
  if (value === null || typeof value === "object" || value === "" || value === "None") return undefined;
  return String(value);
};

export const readPythonTags: Reader<readonly string[]> = (value) => {
  const json = structuredByPython(value);
  const tags = readTags(isJsonList(json) ? JSON.stringify(json) : (readPythonText(value) ?? null));
  return tags === undefined || tags.length === 0 ? undefined : tags;
};

/** The text at a key; undefined for anything else. */
export function textAt(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return value === undefined || typeof value === "object" ? undefined : readPythonText(value);
}

/** The object at a key; empty where there is none. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isJsonObject(value) ? value : {};
}

/** A value of JSON as attribute readers take it. */
export function scalarAt(object: JsonObject, key: string): string | number | boolean | null {
  const value = object[key];
  return value === undefined || typeof value === "object" ? null : value;
}
