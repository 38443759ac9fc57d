import { isAttributeMap, isValueList } from "./any-value.ts";
import type { DecodeLimits } from "./decode-limits.ts";
import type { AnyValue, AttributeMap, OtlpSpan } from "./otlp-span.ts";

/** How many times the bound of a message its spans may come to, once each has its own copy of what they share. */
export const MAX_GROWTH = 4;

/**
 * Whether the spans of one message would become far more than was sent. A request holds resource and scope once, every
 * row holds them again: a message of one megabyte, half of it resource, could ask for gigabytes of rows.
 */
export function repeatsTooMuch(spans: readonly OtlpSpan[], { maxBytes }: DecodeLimits): boolean {
  const sizes = new Map<AttributeMap, number>();
  const sharedSize = (attributes: AttributeMap): number => {
    const size = sizes.get(attributes) ?? sizeOfValue(attributes);
    sizes.set(attributes, size);
    return size;
  };
  let total = 0;
  for (const { resource, scopeAttributes, scopeName, scopeVersion } of spans) {
    total += sharedSize(resource) + sharedSize(scopeAttributes) + scopeName.length + scopeVersion.length;
  }
  return total > MAX_GROWTH * maxBytes;
}

/** By estimate: characters for bytes, eight bytes for a number. */
function sizeOfValue(value: AnyValue): number {
  if (typeof value === "string") return value.length;
  if (value instanceof Uint8Array) return value.byteLength;
  if (isAttributeMap(value)) return [...value].reduce((sum, [key, item]) => sum + key.length + sizeOfValue(item), 0);
  return isValueList(value) ? value.reduce<number>((sum, item) => sum + sizeOfValue(item), 0) : 8;
}
