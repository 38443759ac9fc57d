import { propertyOf } from "./json-value.ts";
import { readCount, type ReadCount } from "./read-count.ts";

type Step =
  | { readonly kind: "key"; readonly key: string }
  /** Every item of a list, or those of which `field` has one of `values`. */
  | { readonly kind: "items"; readonly field: string; readonly values: readonly string[] };

/** Where a count stands in a usage object; one that goes through a list is the sum over its items. */
export type CountPath = readonly Step[];

/** A list longer than this is none that a provider sends. */
const MAX_ITEMS = 4096;

/** Parses `a.b`, `a[].b` for every item of a list, and `a[modality=TEXT|DOCUMENT].b` for some. Keys hold no dots. */
export function parseCountPath(path: string): CountPath {
  return path.split(".").flatMap(parseStep);
}

function parseStep(step: string): CountPath {
  const match = /^([^[]+)\[(?:([^=]+)=([^\]]+))?\]$/.exec(step);
  const [, key, field = "", values = ""] = match ?? [];
  if (key === undefined) return [{ kind: "key", key: step }];
  return [
    { kind: "key", key },
    { kind: "items", field, values: values === "" ? [] : values.split("|") },
  ];
}

export function readPath(usage: unknown, path: CountPath): ReadCount {
  const [step, ...rest] = path;
  if (step === undefined) return readCount(usage);
  if (step.kind === "key") return readPath(propertyOf(usage, step.key), rest);
  if (!Array.isArray(usage)) return readCount(usage === undefined || usage === null ? usage : "");
  return sumOf(matchingItems(usage, step).map((item) => readPath(item, rest)));
}

function matchingItems(
  items: readonly unknown[],
  { field, values }: { readonly field: string; readonly values: readonly string[] },
): readonly unknown[] {
  const bounded = items.slice(0, MAX_ITEMS);
  if (field === "") return bounded;
  return bounded.filter((item) => {
    const value = propertyOf(item, field);
    return typeof value === "string" && values.includes(value.toUpperCase());
  });
}

/** The sum of what is known; unknown where nothing is. */
export function sumOf(counts: readonly ReadCount[]): ReadCount {
  let [sum, isMalformed]: [number | null, boolean] = [null, false];
  for (const read of counts) {
    if (read.count !== null) sum = (sum ?? 0) + read.count;
    isMalformed ||= read.isMalformed;
  }
  return { count: sum, isMalformed };
}
