import { NO_DIALECT } from "../facts/collect-facts.ts";
import type { Dialect } from "../facts/dialect.ts";
import type { BatchCursor } from "./batch-cursor.ts";
import { isListOfTexts } from "./list-of-texts.ts";
import { storing } from "./key-plans.ts";
import type { KeyPlan } from "./key-plans.ts";
import type { ResourceFact } from "./span-row-reader.ts";
import type { TextTable } from "./text-table.ts";
import { EMPTY_TEXT, UNKNOWN_TEXT } from "./text-table.ts";

/** Tags of the fields of Resource, InstrumentationScope, KeyValue and AnyValue that matter here. */
const RESOURCE_ATTRIBUTES = 0x0a;
const SCOPE_NAME = 0x0a;
const SCOPE_VERSION = 0x12;
const KEY = 0x0a;
const VALUE = 0x12;
const STRING = 0x0a;
const ARRAY = 0x2a;
const SCALARS: ReadonlySet<number> = new Set([0x10, 0x18, 0x21]);

/** What a resource says of its spans; null where the object path has to read it. */
export interface BatchResource {
  readonly serviceName: number;
  readonly facts: readonly ResourceFact[];
}

/** Where a resource's names and the meaning of its keys are found. */
interface ResourceReading {
  readonly names: TextTable;
  readonly planOf: (key: string) => KeyPlan;
  readonly maxAttributes: number;
}

/** Reads the Resource that ends at `end`. */
export function readResource(cursor: BatchCursor, end: number, reading: ResourceReading): BatchResource | null {
  const facts: ResourceFact[] = [];
  const keys = new Set<number>();
  let serviceName = EMPTY_TEXT;
  while (cursor.at < end && !cursor.isBroken) {
    if (cursor.tag(end) !== RESOURCE_ATTRIBUTES) return null;
    const attribute = readNamedText(cursor, cursor.lengthEnd(end), reading.names);
    if (attribute === null || keys.has(attribute.key)) return null;
    keys.add(attribute.key);
    if (keys.size > reading.maxAttributes) return null;
    const told = factsOf(attribute, reading);
    if (told === null) return null;
    facts.push(...told);
    if (reading.names.textOf(attribute.key) === "service.name") serviceName = attribute.text ?? EMPTY_TEXT;
  }
  return cursor.isBroken ? null : { serviceName, facts };
}

/** What one attribute tells of all spans; null where only the object path can tell. */
function factsOf({ key, text }: NamedText, { names, planOf }: ResourceReading): readonly ResourceFact[] | null {
  const { needsObject, offers } = planOf(names.textOf(key));
  if (needsObject || offers.some(({ store }) => store !== storing.name)) return null;
  if (text === null) return offers.length === 0 ? [] : null;
  return text === EMPTY_TEXT ? [] : offers.map((offer) => ({ offer, name: text }));
}

interface NamedText {
  readonly key: number;
  /** Null where the value is a number, a truth value, a list of texts or nothing. */
  readonly text: number | null;
}

/** The KeyValue that ends at `end`; null where it is malformed, structured, or has no room in the table. */
function readNamedText(cursor: BatchCursor, end: number, names: TextTable): NamedText | null {
  if (cursor.tag(end) !== KEY) return null;
  const keyEnd = cursor.lengthEnd(end);
  const key = names.idOfBytes(cursor.bytes, cursor.at, keyEnd);
  cursor.at = keyEnd;
  if (key === UNKNOWN_TEXT || cursor.isBroken) return null;
  if (keyEnd === end) return { key, text: null };
  if (cursor.tag(end) !== VALUE || cursor.lengthEnd(end) !== end || cursor.at === end) return null;
  return readText(cursor, end, names, key);
}

/** The AnyValue that ends at `end`, of an attribute. */
function readText(cursor: BatchCursor, end: number, names: TextTable, key: number): NamedText | null {
  const tag = cursor.tag(end);
  if (SCALARS.has(tag)) {
    cursor.skip(tag & 7, end);
    return cursor.at === end ? { key, text: null } : null;
  }
  if ((tag !== STRING && tag !== ARRAY) || cursor.lengthEnd(end) !== end) return null;
  if (tag === ARRAY) return isListOfTexts(cursor, cursor.at, end) ? { key, text: null } : null;
  const text = names.idOfBytes(cursor.bytes, cursor.at, end);
  cursor.at = end;
  return text === UNKNOWN_TEXT ? null : { key, text };
}

/** What a scope says of its spans; null where the object path has to read it. */
export interface BatchScope {
  readonly scopeName: number;
  readonly markers: number;
  /** Place of the scope's version. */
  readonly versionAt: number;
  readonly versionEnd: number;
}

/** Reads the InstrumentationScope that ends at `end`. */
export function readScope(
  cursor: BatchCursor,
  end: number,
  { names, dialects }: { readonly names: TextTable; readonly dialects: readonly Dialect[] },
): BatchScope | null {
  let scopeName = EMPTY_TEXT;
  let [versionAt, versionEnd] = [0, 0];
  while (cursor.at < end && !cursor.isBroken) {
    const tag = cursor.tag(end);
    if (tag === SCOPE_NAME) {
      const nameEnd = cursor.lengthEnd(end);
      scopeName = names.idOfBytes(cursor.bytes, cursor.at, nameEnd);
      cursor.at = nameEnd;
    } else {
      if (tag !== SCOPE_VERSION || !cursor.skipText(end)) return null;
      versionAt = cursor.textAt;
      versionEnd = cursor.at;
    }
  }
  if (cursor.isBroken || scopeName === UNKNOWN_TEXT) return null;
  const markers = markersOf(names.textOf(scopeName), dialects);
  return markers === null ? null : { scopeName, markers, versionAt, versionEnd };
}

/** Dialects whose scope a name is, as bits. Null where a dialect's code reads a span because of its scope alone. */
function markersOf(name: string, dialects: readonly Dialect[]): number | null {
  let markers = 0;
  for (const [order, { scopes = [], derive, name: dialect }] of dialects.entries()) {
    if (!scopes.includes(name)) continue;
    if (derive !== undefined) return null;
    if (dialect !== NO_DIALECT) markers |= 1 << order;
  }
  return markers;
}
