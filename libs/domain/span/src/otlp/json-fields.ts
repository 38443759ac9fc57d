/** Reading of JSON objects whose senders disagree about names and types. */
export type UnknownObject = Readonly<Record<string, unknown>>;

export function isUnknownObject(value: unknown): value is UnknownObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A field under its camelCase name, else under its snake_case name; null counts as absent. */
export function field(object: UnknownObject, camelCase: string): unknown {
  return (
    object[camelCase] ?? object[camelCase.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] ?? undefined
  );
}

/**
 * A 64-bit integer from a decimal string, a number, or the `{low, high, unsigned}` of JavaScript's protobuf libraries;
 * undefined for anything else. A number beyond 2^53 has already lost digits: `isExact` tells.
 */
export function int64Of(value: unknown): { readonly value: bigint; readonly isExact: boolean } | undefined {
  if (typeof value === "bigint") return { value, isExact: true };
  if (typeof value === "number" && Number.isFinite(value)) {
    return { value: BigInt(Math.trunc(value)), isExact: Number.isSafeInteger(value) };
  }
  if (typeof value === "string" && /^\s*[+-]?\d{1,20}\s*$/.test(value)) return { value: BigInt(value), isExact: true };
  if (isUnknownObject(value)) return int64OfHalves(value);
  return undefined;
}

function int64OfHalves({ low, high, unsigned }: UnknownObject): { value: bigint; isExact: boolean } | undefined {
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high)) return undefined;
  const value = (BigInt(Number(high)) << 32n) | BigInt.asUintN(32, BigInt(Number(low)));
  return { value: unsigned === true ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value), isExact: true };
}

/** A number when that is exact, else the bigint. */
export function compactInt(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** An enum given as its number or as its name, with or without the prefix that the proto file gives it; else 0. */
export function enumOf(value: unknown, prefix: string, names: readonly string[]): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  if (typeof value !== "string") return 0;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const name = value.toUpperCase();
  const index = names.indexOf(name.startsWith(prefix) ? name.slice(prefix.length) : name);
  return Math.max(index, 0);
}
