import type { DeadLetterReason } from "@parapet/delivery";
import type { DecodeLimits } from "./decode-limits.ts";
import { bytesOfJson } from "./json-bytes.ts";
import { compactInt, field, int64Of, isUnknownObject, listOf } from "./json-fields.ts";
import type { UnknownObject } from "./json-fields.ts";
import type { AnyValue } from "./otlp-span.ts";
import type { QualityFlag } from "../facts/quality-flags.ts";

/** What the JSON decoding functions share while they read one message. */
export interface JsonDecodeState {
  readonly limits: DecodeLimits;
  /** Flags of the record being read. */
  readonly flags: Set<QualityFlag>;
  /** Why the record being read cannot be stored, if so. */
  defect: DeadLetterReason | null;
}

/** Attributes as OTLP's list of `{key, value}`, or as a plain object. */
export function attributesOfJson(state: JsonDecodeState, value: unknown, depth = 1): Map<string, AnyValue> {
  const attributes = new Map<string, AnyValue>();
  const isPlainObject = isUnknownObject(value);
  const entries = isPlainObject ? Object.entries(value) : listOf(value);
  for (const entry of entries) {
    if (attributes.size >= state.limits.maxAttributes) {
      state.flags.add("attributes_dropped");
      break;
    }
    if (isPlainObject && Array.isArray(entry)) addAttribute(state, attributes, [entry[0], entry[1], depth]);
    else if (isUnknownObject(entry)) addAttribute(state, attributes, [entry["key"], entry["value"], depth]);
  }
  return attributes;
}

function addAttribute(
  state: JsonDecodeState,
  attributes: Map<string, AnyValue>,
  [key, value, depth]: readonly [unknown, unknown, number],
): void {
  const name = textOfJson(state, key);
  if (attributes.has(name)) state.flags.add("duplicate_attribute");
  attributes.set(name, valueOfJson(state, value, depth));
}

/** Well-formed text: a lone surrogate, which JSON can spell and UTF-8 cannot, becomes U+FFFD. */
export function textOfJson(state: JsonDecodeState, value: unknown): string {
  if (typeof value !== "string") return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
  if (!/\p{Surrogate}/u.test(value)) return value;
  state.flags.add("invalid_utf8");
  return value.replaceAll(/\p{Surrogate}/gu, "\uFFFD");
}

type Kind = "string" | "bool" | "int" | "double" | "array" | "kvlist" | "bytes";

const kindOfField: Readonly<Record<string, Kind>> = {
  stringValue: "string",
  string_value: "string",
  boolValue: "bool",
  bool_value: "bool",
  intValue: "int",
  int_value: "int",
  doubleValue: "double",
  double_value: "double",
  arrayValue: "array",
  array_value: "array",
  kvlistValue: "kvlist",
  kvlist_value: "kvlist",
  bytesValue: "bytes",
  bytes_value: "bytes",
};

/** An AnyValue in OTLP's spelling, or the plain JSON value that some senders put in its place. */
export function valueOfJson(state: JsonDecodeState, value: unknown, depth: number): AnyValue {
  if (depth > state.limits.maxDepth) {
    state.defect ??= "nested_too_deep";
    return null;
  }
  if (!isUnknownObject(value)) return plainValue(state, value, depth);
  const names = Object.keys(value);
  if (names.length === 0) return null;
  const [name = ""] = names;
  const kind = names.length === 1 && Object.hasOwn(kindOfField, name) ? kindOfField[name] : undefined;
  return kind === undefined ? attributesOfJson(state, value, depth + 1) : typedValue(state, kind, [value[name], depth]);
}

function plainValue(state: JsonDecodeState, value: unknown, depth: number): AnyValue {
  if (typeof value === "string") return textOfJson(state, value);
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return value;
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((item) => valueOfJson(state, item, depth + 1));
  return null;
}

function typedValue(state: JsonDecodeState, kind: Kind, [value, depth]: readonly [unknown, number]): AnyValue {
  switch (kind) {
    case "string":
      return textOfJson(state, value);
    case "bool":
      return value === true || value === "true";
    case "int":
      return intValue(state, value);
    case "double":
      return doubleValue(value);
    case "bytes":
      return isInUrlAlphabet(value) ? textOfJson(state, value) : (bytesOfJson(value) ?? textOfJson(state, value));
    case "array":
      return listOf(valuesOf(value)).map((item) => valueOfJson(state, item, depth + 1));
    case "kvlist":
      return attributesOfJson(state, valuesOf(value), depth + 1);
    default:
      return kind satisfies never;
  }
}

/**
 * Base64 of the URL alphabet is kept as it was sent. Bytes are written back in the other alphabet, in which a token that
 * stood there by mistake would no longer be known as one.
 */
function isInUrlAlphabet(value: unknown): boolean {
  return typeof value === "string" && /[-_]/.test(value);
}

function valuesOf(value: unknown): unknown {
  return isUnknownObject(value) ? field(value, "values") : value;
}

function intValue(state: JsonDecodeState, value: unknown): AnyValue {
  const integer = int64Of(value);
  if (integer === undefined) return textOfJson(state, value);
  if (!integer.isExact) state.flags.add("inexact_integer");
  return compactInt(integer.value);
}

/** OTLP/JSON writes the values that JSON lacks as `"NaN"`, `"Infinity"` and `"-Infinity"`. */
function doubleValue(value: unknown): AnyValue {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : null;
}

/** Time in nanoseconds since the epoch as an unsigned 64-bit integer; 0n when absent or unreadable. */
export function timeOfJson(state: JsonDecodeState, record: UnknownObject, name: string): bigint {
  const time = int64Of(field(record, name));
  if (time === undefined || BigInt.asUintN(64, time.value) !== time.value) return 0n;
  if (!time.isExact) state.flags.add("inexact_integer");
  return time.value;
}
