import { UnfitValue } from "../native/unfit-value.ts";

/** Whether a value is what a column has where nothing was stored. */
export function isEmpty(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === "";
  return Object.keys(value).length === 0;
}

export function itemsOf(value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new UnfitValue("Array");
  return value;
}

export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (value === null || value === undefined) return {};
  if (!isRecord(value)) throw new UnfitValue("object");
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
