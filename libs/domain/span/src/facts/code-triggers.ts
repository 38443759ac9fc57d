import type { Dialect } from "./dialect.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";

/** Attribute names that are remembered; senders choose them, so the memory is emptied when it is full. */
const MAX_REMEMBERED = 10_000;
/** Longer names are tested each time. */
const MAX_REMEMBERED_LENGTH = 256;

/** Whether the code of a dialect has something to read in a span, by the dialect's place in the list. */
export type CodeTriggers = (span: OtlpSpan) => (dialect: number) => boolean;

/**
 * Finds the dialects whose `derive` a span needs: those of its scope, and those that declare one of its attributes in
 * `derivesFrom`. Most spans need none, and calling sixteen hooks to learn that costs more than their attributes.
 */
export function createCodeTriggers(dialects: readonly Dialect[]): CodeTriggers {
  const always = bitsOf(dialects, ({ derivesFrom }) => derivesFrom === undefined);
  const remembered = new Map<string, number>();
  const bitsOfKey = (key: string): number => {
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const bits = bitsOf(dialects, ({ derivesFrom = [] }) => derivesFrom.some((name) => isNamedBy(key, name)));
    if (key.length > MAX_REMEMBERED_LENGTH) return bits;
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, bits);
    return bits;
  };
  return ({ attributes, scopeName }) => {
    let bits = always | bitsOf(dialects, ({ scopes = [] }) => scopes.includes(scopeName));
    for (const key of attributes.keys()) bits |= bitsOfKey(key);
    return (dialect) => ((bits >>> dialect) & 1) === 1;
  };
}

/** Whether `derivesFrom` means an attribute by an entry: the whole key, or a prefix that ends in a dot. */
export function isNamedBy(key: string, entry: string): boolean {
  return entry.endsWith(".") ? key.startsWith(entry) : key === entry;
}

function bitsOf(dialects: readonly Dialect[], test: (dialect: Dialect) => boolean): number {
  let bits = 0;
  for (const [place, dialect] of dialects.entries()) if (test(dialect)) bits |= 1 << place;
  return bits;
}
