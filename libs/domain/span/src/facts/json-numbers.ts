import type { JsonValue } from "../otlp/any-value.ts";
import { readCount, readNumber } from "./attribute-readers.ts";

/** A number within JSON, also as text; undefined for anything else. */
export function readJsonNumber(value: JsonValue | undefined): number | undefined {
  return isScalar(value) ? readNumber(value) : undefined;
}

/** A count of tokens within JSON, also as text; undefined for anything else. */
export function readJsonCount(value: JsonValue | undefined): number | undefined {
  return isScalar(value) ? readCount(value) : undefined;
}

function isScalar(value: JsonValue | undefined): value is number | string {
  return typeof value === "number" || typeof value === "string";
}
