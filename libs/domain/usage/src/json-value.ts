/** Any object of a JSON value; its keys are whatever the sender wrote. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A property that the sender wrote: nothing that an object inherits. */
export function propertyOf(value: unknown, key: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** What stands at a path of keys, or undefined. */
export function valueAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce(propertyOf, value);
}

/** A text that is not empty, or undefined. */
export function textAt(value: unknown, keys: readonly string[]): string | undefined {
  const found = valueAt(value, keys);
  return typeof found === "string" && found !== "" ? found : undefined;
}
