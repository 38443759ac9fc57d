import { isDeepStrictEqual } from "node:util";
import type { LlmSpan } from "../row/llm-span.ts";
import { leavesOf } from "./content-leaves.ts";
import type { AssertUse, CorpusAssert, CorpusCase, ExpectedRow, MappingCase } from "./mapping-case.ts";

type UsedPlace = Exclude<AssertUse, { readonly leftOut: string }>;

const absentMatchers = new Set(["toBeUndefined", "toBeNull", "toBeFalsy", "not.toHaveProperty"]);
const oneRow: readonly ExpectedRow[] = [{}];

/** What of a case is otherwise than expected, one sentence each. */
export function checkMappingCase(expected: MappingCase, corpus: CorpusCase, rows: readonly LlmSpan[]): string[] {
  const { uses, rows: expectedRows = oneRow } = expected;
  if (!corpus.name.includes(expected.name)) return [`the case is another one: ${corpus.name}`];
  if (uses.length !== corpus.asserts.length) return [`${uses.length} of ${corpus.asserts.length} asserts have a use`];
  if (rows.length !== expectedRows.length) return [`${rows.length} rows instead of ${expectedRows.length}`];
  return [
    ...rows.flatMap((row, at) => checkRow(at, row, expectedRows[at] ?? {})),
    ...corpus.asserts.flatMap((assert, at) => {
      const use = uses[at];
      return typeof use === "string" ? checkUse(use, { assert, rows, expectedRows }) : [];
    }),
  ];
}

function checkRow(at: number, row: LlmSpan, expected: ExpectedRow): string[] {
  return Object.entries(expected).flatMap(([column, value]) => {
    const found: unknown = Object.entries(row).find(([name]) => name === column)?.[1];
    return isAsStated(found, value)
      ? []
      : [`${at}.${column} is ${JSON.stringify(found)}, not ${JSON.stringify(value)}`];
  });
}

/** Of records every stated entry must be there; of quality flags, every stated flag. */
function isAsStated(found: unknown, stated: unknown): boolean {
  if (isFlagList(stated) && Array.isArray(found)) return stated.every((flag) => found.includes(flag));
  if (!isRecord(stated) || !isRecord(found)) return isDeepStrictEqual(found, stated);
  return Object.entries(stated).every(([key, value]) => isDeepStrictEqual(found[key], value));
}

interface CaseRows {
  readonly assert: CorpusAssert;
  readonly rows: readonly LlmSpan[];
  readonly expectedRows: readonly ExpectedRow[];
}

function checkUse(use: UsedPlace, { assert, rows, expectedRows }: CaseRows): string[] {
  const [, number = "0", place = use] = /^(?:(\d+)\.)?(.+)$/.exec(use) ?? [];
  const row = rows[Number(number)];
  if (place === "rows") return []; // Their number is checked before all else.
  if (row === undefined) return [`there is no row ${number}`];
  if (isStated(expectedRows[Number(number)] ?? {}, place)) return [];
  const found = place === "traces" ? new Set(rows.map(({ trace_id }) => trace_id)).size : valueAt(row, place);
  return agrees(place, found, assert)
    ? []
    : [`${use} is ${JSON.stringify(found)}; the corpus: ${assert.matcher} ${JSON.stringify(assert.expected)}`];
}

/** A stated place has been checked with its row. */
function isStated(expected: ExpectedRow, place: string): boolean {
  const { attributes = {}, ...columns } = expected;
  const key = place.startsWith("attributes.") ? place.slice("attributes.".length) : undefined;
  return key === undefined ? place in columns : key in attributes;
}

function valueAt(row: LlmSpan, place: string): unknown {
  if (place === "input") return inputOf(row);
  if (place === "output") return row.output_messages;
  if (place === "input_messages.length") return row.input_messages.length;
  if (place === "completion_start") return completionStart(row);
  const [column = "", ...key] = place.split(".");
  const value: unknown = Object.entries(row).find(([name]) => name === column)?.[1];
  if (key.length > 0) return isRecord(value) ? value[key.join(".")] : undefined;
  return column.endsWith("_time") && typeof value === "string" ? new Date(value).toISOString() : value;
}

function inputOf({ system_instructions, input_messages, tool_definitions }: LlmSpan): readonly unknown[] {
  const system = system_instructions === "" ? [] : [{ role: "system", content: system_instructions }];
  const tools = tool_definitions === "" ? [] : [tool_definitions];
  return [...system, ...input_messages, ...tools];
}

/** Rounded to milliseconds, as the corpus gives times. */
function completionStart({ start_time, ttft_ms }: LlmSpan): string | undefined {
  return ttft_ms === null ? undefined : new Date(Math.round(Date.parse(start_time) + ttft_ms)).toISOString();
}

/** Content agrees where it holds all that is asserted, in whatever vocabulary; any other column is as asserted. */
function agrees(place: string, found: unknown, { matcher, expected }: CorpusAssert): boolean {
  if (matcher === "toBeDefined") return !isEmpty(found);
  if (absentMatchers.has(matcher) || expected === null) return isEmpty(found);
  if (expected === true && Array.isArray(found)) return found.length > 0;
  const isAsAsserted = isContent(place) ? holds(found, expected) : isSame(found, expected);
  return matcher === "not.toBe" ? !isAsAsserted : isAsAsserted;
}

function isContent(place: string): boolean {
  return place === "input" || place === "output" || place.startsWith("attributes.");
}

function holds(found: unknown, expected: unknown): boolean {
  const leaves = leavesOf(found);
  const wanted = leavesOf(expected);
  return wanted.length > 0 && wanted.every((leaf) => leaves.includes(leaf));
}

/** Where a text is found and several values are asserted, the text is one of them. */
function isSame(found: unknown, expected: unknown): boolean {
  if (typeof found !== "string") return isDeepStrictEqual(found, expected);
  return leavesOf(expected).some((leaf) => leaf === found || isSameTime(leaf, found));
}

const isoTime = /^\d{4}-\d\d-\d\dT/;

/** To the millisecond, wherever on earth they were written. */
function isSameTime(a: string, b: string): boolean {
  return isoTime.test(a) && isoTime.test(b) && Date.parse(a) === Date.parse(b);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function isFlagList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((flag) => typeof flag === "string");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
