import { isDeepStrictEqual } from "node:util";
import type { LlmSpan } from "../row/llm-span.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import type { AnyValue, OtlpSpan } from "../otlp/otlp-span.ts";
import { messageText } from "../row/span-text.ts";

/** An attribute, a value of it, and what the column then holds. */
type MappedValue = readonly [attribute: string, value: AnyValue, expected: unknown];

/** One column and the attributes that tell it, as a test states them. */
export interface MappingRow {
  /** A column, or one attribute that is kept: `attributes.some.key`. */
  readonly column: keyof LlmSpan | `attributes.${string}`;
  /** The one that wins comes first. A text that is expected of a column of messages is the text of its messages. */
  readonly sources: readonly MappedValue[];
  /** Name of the instrumentation scope. */
  readonly scope?: string;
  /** Where the sources stand; on the span where left out. */
  readonly on?: "span" | "resource";
  /** Attributes of the span that are always there. */
  readonly beside?: Readonly<Record<string, AnyValue>>;
}

type Normalise = (span: OtlpSpan) => LlmSpan;

/** What a row's sources do otherwise than stated, one sentence each: every one alone, then each beside its successor. */
export function mistakesOfRow(row: MappingRow, normalise: Normalise): readonly string[] {
  const alone = row.sources.flatMap((source) => mistakeOf(row, [source], normalise));
  const preferred = rivalsOf(row).flatMap((rivals) => mistakeOf(row, rivals, normalise));
  return [...alone, ...preferred];
}

/** Neighbours that tell the column differently; of these the first wins. */
function rivalsOf({ sources }: MappingRow): (readonly [MappedValue, MappedValue])[] {
  return sources.flatMap((winner, at) => {
    const loser = sources[at + 1];
    return loser === undefined || isDeepStrictEqual(winner[2], loser[2]) ? [] : [[winner, loser] as const];
  });
}

function mistakeOf(row: MappingRow, sources: readonly [MappedValue, ...MappedValue[]], normalise: Normalise): string[] {
  const [[, , expected]] = sources;
  const found = columnOf(normalise(spanOf(row, sources)), row.column, expected);
  if (isDeepStrictEqual(found, expected)) return [];
  const keys = sources.map(([key]) => key).join(" beside ");
  return [`${keys}: ${row.column} is ${textOf(found)}, not ${textOf(expected)}`];
}

/** The winner comes last on the wire: it must win by its name, not by its place. */
function spanOf({ scope, on = "span", beside = {} }: MappingRow, sources: readonly MappedValue[]): OtlpSpan {
  const told = sources.map(([key, value]) => [key, value] as const).toReversed();
  return createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    name: "operation",
    startTimeUnixNano: 1_767_225_600_000_000_000n,
    endTimeUnixNano: 1_767_225_660_000_000_000n,
    scopeName: scope ?? "",
    attributes: new Map([...Object.entries(beside), ...(on === "span" ? told : [])]),
    resource: new Map(on === "resource" ? told : []),
  });
}

function columnOf(span: LlmSpan, column: MappingRow["column"], expected: unknown): unknown {
  if (column === "input_messages" || column === "output_messages") {
    return typeof expected === "string" ? span[column].map(messageText).join("\n") : span[column];
  }
  return isColumn(span, column) ? span[column] : span.attributes[column.slice("attributes.".length)];
}

function isColumn(span: LlmSpan, column: MappingRow["column"]): column is keyof LlmSpan {
  return column in span;
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
