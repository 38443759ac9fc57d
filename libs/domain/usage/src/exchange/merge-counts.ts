import { isJsonObject, type JsonObject } from "../json-value.ts";

/** Usage objects are three levels deep at most, and have some twenty keys. */
const MAX_DEPTH = 4;
const MAX_KEYS = 64;

/**
 * Two usage objects of one stream as one. Providers count upwards while they stream, so the larger number is the later
 * one, even where a proxy states zero in one of the two; of anything else the later one is taken, unless it is null.
 */
export function mergeCounts(earlier: unknown, later: unknown): unknown {
  return mergeValues(earlier, later, 0);
}

function mergeValues(earlier: unknown, later: unknown, depth: number): unknown {
  if (later === undefined || later === null) return earlier;
  if (typeof earlier === "number" && typeof later === "number") return Math.max(earlier, later);
  if (!isJsonObject(earlier) || !isJsonObject(later) || depth >= MAX_DEPTH) return later;
  return mergeObjects(earlier, later, depth + 1);
}

function mergeObjects(earlier: JsonObject, later: JsonObject, depth: number): JsonObject {
  const merged = new Map(entriesOf(earlier));
  for (const [key, value] of entriesOf(later)) {
    if (merged.size < MAX_KEYS || merged.has(key)) merged.set(key, mergeValues(merged.get(key), value, depth));
  }
  return Object.fromEntries(merged);
}

function entriesOf(value: JsonObject): readonly (readonly [string, unknown])[] {
  return Object.entries(value).slice(0, MAX_KEYS);
}
