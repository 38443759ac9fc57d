import type { DecodeLimits } from "./decode-limits.ts";
import type { AnyValue, AttributeMap } from "./otlp-span.ts";
import { anyValueFields, keyValueFields, listFields } from "./otlp-fields.ts";
import type { ProtoReader } from "./proto-reader.ts";
import type { QualityFlag } from "../facts/quality-flags.ts";

/** What the decoding functions share while they read one message. */
export interface DecodeState {
  readonly reader: ProtoReader;
  readonly limits: DecodeLimits;
  /** Flags of the record being read. */
  readonly flags: Set<QualityFlag>;
}

/** Reads the KeyValue in the current field into `attributes`. */
export function decodeAttribute(state: DecodeState, attributes: Map<string, AnyValue>, depth = 1): void {
  const { reader, limits, flags } = state;
  if (attributes.size >= limits.maxAttributes) {
    flags.add("attributes_dropped");
    reader.skip();
    return;
  }
  let key = "";
  let value: AnyValue = null;
  const end = reader.enter();
  while (reader.next()) {
    if (reader.field === keyValueFields.key) key = reader.string();
    else if (reader.field === keyValueFields.value) value = decodeAnyValue(state, depth);
    else reader.skip();
  }
  reader.leave(end);
  if (attributes.has(key)) flags.add("duplicate_attribute");
  attributes.set(key, value);
}

/** Reads the AnyValue in the current field; one that says nothing is null. */
export function decodeAnyValue(state: DecodeState, depth: number): AnyValue {
  const { reader } = state;
  if (depth > state.limits.maxDepth) {
    reader.defect ??= "nested_too_deep";
    reader.skip();
    return null;
  }
  let value: AnyValue = null;
  const end = reader.enter();
  while (reader.next()) value = decodeOneOf(state, value, depth);
  reader.leave(end);
  return value;
}

function decodeOneOf(state: DecodeState, previous: AnyValue, depth: number): AnyValue {
  const { reader } = state;
  switch (reader.field) {
    case anyValueFields.string:
      return reader.string();
    case anyValueFields.bool:
      return reader.bool();
    case anyValueFields.int:
      return reader.int64();
    case anyValueFields.double:
      return reader.double();
    case anyValueFields.array:
      return decodeArray(state, depth);
    case anyValueFields.kvlist:
      return decodeKeyValueList(state, depth);
    case anyValueFields.bytes:
      return reader.bytes();
    default:
      reader.skip();
      return previous;
  }
}

function decodeArray(state: DecodeState, depth: number): AnyValue[] {
  const { reader } = state;
  const values: AnyValue[] = [];
  const end = reader.enter();
  while (reader.next()) {
    if (reader.field === listFields.values) values.push(decodeAnyValue(state, depth + 1));
    else reader.skip();
  }
  reader.leave(end);
  return values;
}

function decodeKeyValueList(state: DecodeState, depth: number): AttributeMap {
  const { reader } = state;
  const values = new Map<string, AnyValue>();
  const end = reader.enter();
  while (reader.next()) {
    if (reader.field === listFields.values) decodeAttribute(state, values, depth + 1);
    else reader.skip();
  }
  reader.leave(end);
  return values;
}
