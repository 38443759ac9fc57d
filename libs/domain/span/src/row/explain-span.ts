import { isDeepStrictEqual } from "node:util";
import { collectFacts } from "../dialects/index.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";

/** Columns that hold what was sent under its own name. */
const kept: ReadonlySet<string> = new Set(["attributes", "resource_attributes", "events", "links"]);

/** Columns of which the parts that do not change them alone are tried together: of two names of a model, either prices. */
const joint: ReadonlySet<string> = new Set(["input_cost_usd", "output_cost_usd", "cost_usd"]);

/** Of a span with more attributes, resource attributes or kinds of events than these, the others are not tried. */
const MAX_TRIED = 500;

/** A part of a span, or several that say the same, and the span without it. */
interface SpanPart {
  readonly names: readonly string[];
  readonly without: (span: OtlpSpan) => OtlpSpan;
}

type Row = Readonly<Record<string, unknown>>;

/** Columns of a row, and the parts of the span that each came from. */
export type Explanation = Readonly<Record<string, readonly string[]>>;

/**
 * For each column of the span's row that is not empty, the parts of the span that it came from: keys of attributes,
 * `resource:<key>`, `event:<name>`, and fields of the span itself such as `span.name`. A part is named where the column
 * is another without it; so a sum names all that was added up, and a cost also what chose the price. Attributes that say
 * the same fact count as one part. A column that no part changes, such as `tenant`, is left out.
 *
 * `readRow` is called once for each part: this explains single spans, and is no step of a pipeline.
 */
export function explainSpan(span: OtlpSpan, readRow: (span: OtlpSpan) => object): Explanation {
  const parts = partsOf(span);
  const toRow = (part: OtlpSpan): Row => withoutKept(readRow(part));
  const row = toRow(span);
  const lessRows = parts.map(({ names, without }) => ({ names, row: toRow(without(span)) }));
  const explained = columnsWithContent(row).map((column): [string, readonly string[]] => {
    const deciding = lessRows.filter((less) => isLost(row[column], less.row[column])).flatMap(({ names }) => names);
    const rivals = deciding.length > 0 && !joint.has(column) ? [] : rivalsOf(span, { column, row, parts, toRow });
    return [column, [...new Set([...rivals, ...deciding])]];
  });
  return Object.fromEntries(explained.filter(([, sources]) => sources.length > 0));
}

/** A list loses what is no longer in it; a part whose lack adds to it, as to the quality flags, is no source. */
function isLost(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return !isDeepStrictEqual(before, after);
  return before.some((item) => !after.some((other) => isDeepStrictEqual(item, other)));
}

/** One row is held for each part: they must not each hold all the others. */
function withoutKept(row: object): Row {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !kept.has(column)));
}

function columnsWithContent(row: Row): readonly string[] {
  return Object.entries(row)
    .filter(([, value]) => !isEmpty(value))
    .map(([column]) => column);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

interface Question {
  readonly column: string;
  readonly row: Row;
  readonly parts: readonly SpanPart[];
  readonly toRow: (span: OtlpSpan) => Row;
}

/** Where several parts say the same, leaving out one changes nothing: the fewest that still say it. */
function rivalsOf(span: OtlpSpan, { column, row, parts, toRow }: Question): readonly string[] {
  const needed: string[] = [];
  let rest = span;
  for (const { names, without } of parts.toReversed()) {
    const less = without(rest);
    if (isLost(row[column], toRow(less)[column])) needed.push(...names);
    else rest = less;
  }
  return [...new Set(needed.toReversed())];
}

function partsOf(span: OtlpSpan): readonly SpanPart[] {
  return [
    ...ownFields,
    ...firstOf(span.attributes.keys()).map((key) => attributesPart([key])),
    ...repeatedKeys(span).map(attributesPart),
    ...firstOf(span.resource.keys()).map(resourcePart),
    ...firstOf(new Set(span.events.map(({ name }) => name))).map(eventsPart),
  ];
}

function firstOf(names: Iterable<string>): readonly string[] {
  return [...names].slice(0, MAX_TRIED);
}

/** Attributes of which each tells a fact that the others tell too. */
function repeatedKeys(span: OtlpSpan): readonly (readonly string[])[] {
  const { draft } = collectFacts(span);
  return draft
    .factNames()
    .map((fact) => draft.keysOf(fact))
    .filter((keys) => keys.length > 1);
}

function attributesPart(names: readonly string[]): SpanPart {
  return {
    names,
    without: (span) => ({ ...span, attributes: new Map([...span.attributes].filter(([key]) => !names.includes(key))) }),
  };
}

function resourcePart(key: string): SpanPart {
  return {
    names: [`resource:${key}`],
    without: (span) => ({ ...span, resource: new Map([...span.resource].filter(([other]) => other !== key)) }),
  };
}

function eventsPart(name: string): SpanPart {
  return {
    names: [`event:${name}`],
    without: (span) => ({ ...span, events: span.events.filter((event) => event.name !== name) }),
  };
}

const empty = createOtlpSpan({ traceId: "", spanId: "", name: "" });

const ownFields: readonly SpanPart[] = [
  { names: ["span.trace_id"], without: (span) => ({ ...span, traceId: empty.traceId }) },
  { names: ["span.span_id"], without: (span) => ({ ...span, spanId: empty.spanId }) },
  { names: ["span.parent_span_id"], without: (span) => ({ ...span, parentSpanId: empty.parentSpanId }) },
  { names: ["span.name"], without: (span) => ({ ...span, name: empty.name }) },
  { names: ["span.kind"], without: (span) => ({ ...span, kind: empty.kind }) },
  { names: ["span.start_time"], without: (span) => ({ ...span, startTimeUnixNano: empty.startTimeUnixNano }) },
  { names: ["span.end_time"], without: (span) => ({ ...span, endTimeUnixNano: empty.endTimeUnixNano }) },
  { names: ["span.status"], without: (span) => ({ ...span, statusCode: 0, statusMessage: "" }) },
  { names: ["scope.name"], without: (span) => ({ ...span, scopeName: empty.scopeName }) },
];
