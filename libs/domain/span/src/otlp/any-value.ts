import type { AnyValue, AttributeMap } from "./otlp-span.ts";

/** What JSON can say. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** The kinds of structured attribute values, told apart in a way that the compiler follows. */
export function isAttributeMap(value: AnyValue | undefined): value is AttributeMap {
  return value instanceof Map;
}

export function isValueList(value: AnyValue | undefined): value is readonly AnyValue[] {
  return Array.isArray(value);
}

/** The same value in JSON: bytes become base64; integers and floats that JSON cannot say become strings. */
export function jsonOfAnyValue(value: AnyValue): JsonValue {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Uint8Array) return base64OfBytes(value);
  if (isAttributeMap(value)) return Object.fromEntries([...value].map(([key, item]) => [key, jsonOfAnyValue(item)]));
  return isValueList(value) ? value.map(jsonOfAnyValue) : null;
}

/** An attribute value as a column of strings holds it: text as it is, structured values as JSON. */
export function textOfAnyValue(value: AnyValue): string {
  if (typeof value === "string") return value;
  if (value === null) return "";
  const json = jsonOfAnyValue(value);
  return typeof json === "object" ? JSON.stringify(json) : String(json);
}

/** JSON within texts may nest this deep; what is deeper stays text, so that walking it cannot exhaust the stack. */
const MAX_JSON_DEPTH = 64;

/** How every JSON text begins (RFC 8259). Most texts do not, and a thrown SyntaxError costs a hundred times this test. */
const JSON_START = /^[ \t\r\n]*(?:[[{"\d-]|true|false|null)/;

/** The JSON value of a text; undefined when the text is no JSON, or is nested too deep. */
export function parseJson(text: string): JsonValue | undefined {
  if (!JSON_START.test(text)) return undefined;
  try {
    const value: JsonValue = JSON.parse(text);
    return isWithinDepth(value, MAX_JSON_DEPTH) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isJsonList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isWithinDepth(value: JsonValue, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (depth === 0) return false;
  const items = isJsonList(value) ? value : Object.values(value);
  return items.every((item) => isWithinDepth(item, depth - 1));
}

const BASE64_STEP = 0x8000;

export function base64OfBytes(bytes: Uint8Array): string {
  let binary = "";
  // In steps: the platform limits the number of arguments of one call.
  for (let at = 0; at < bytes.length; at += BASE64_STEP) {
    binary += String.fromCharCode(...bytes.subarray(at, at + BASE64_STEP));
  }
  return btoa(binary);
}

/** Accepts the standard and the URL-safe alphabet, padded or not; null for anything else. */
export function bytesOfBase64(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) return null;
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (char) => char.codePointAt(0) ?? 0);
  } catch (error) {
    // The platform's answer for a length that base64 cannot have.
    if (error instanceof DOMException) return null;
    throw error;
  }
}
