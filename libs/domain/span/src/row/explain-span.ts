import { isDeepStrictEqual } from "node:util";
import { collectFacts } from "../dialects/index.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";

/** Columns that hold what was sent under its own name. */
const kept: ReadonlySet<string> = new Set(["attributes", "resource_attributes", "events", "links"]);

/** Of a span with more attributes, the others are not tried. */
const MAX_TRIED = 2000;

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
 * `toRow` is called once for each part: this explains single spans, and is no step of a pipeline.
 */
export function explainSpan(span: OtlpSpan, toRow: (span: OtlpSpan) => object): Explanation {
  const parts = partsOf(span);
  const row: Row = { ...toRow(span) };
  const lessRows = parts.map(({ names, without }): { names: readonly string[]; row: Row } => ({
    names,
    row: { ...toRow(without(span)) },
  }));
  const explained = columnsWithContent(row).map((column): [string, readonly string[]] => {
    const deciding = lessRows.filter((less) => isLost(row[column], less.row[column])).flatMap(({ names }) => names);
    return [column, deciding.length > 0 ? [...new Set(deciding)] : rivalsOf(span, { column, row, parts, toRow })];
  });
  return Object.fromEntries(explained.filter(([, sources]) => sources.length > 0));
}

/** A list loses what is no longer in it; a part whose lack adds to it, as to the quality flags, is no source. */
function isLost(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return !isDeepStrictEqual(before, after);
  return before.some((item) => !after.some((other) => isDeepStrictEqual(item, other)));
}

function columnsWithContent(row: Row): readonly string[] {
  return Object.entries(row)
    .filter(([column, value]) => !kept.has(column) && !isEmpty(value))
    .map(([column]) => column);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

interface Question {
  readonly column: string;
  readonly row: Row;
  readonly parts: readonly SpanPart[];
  readonly toRow: (span: OtlpSpan) => object;
}

/** Where several parts say the same, leaving out one changes nothing: the fewest that still say it. */
function rivalsOf(span: OtlpSpan, { column, row, parts, toRow }: Question): readonly string[] {
  const needed: string[] = [];
  let rest = span;
  for (const { names, without } of parts.toReversed()) {
    const less = without(rest);
    const found: Row = { ...toRow(less) };
    if (isLost(row[column], found[column])) needed.push(...names);
    else rest = less;
  }
  return [...new Set(needed.toReversed())];
}

function partsOf(span: OtlpSpan): readonly SpanPart[] {
  const attributes = [...span.attributes.keys()].slice(0, MAX_TRIED);
  return [
    ...ownFields,
    ...attributes.map((key) => attributesPart([key])),
    ...repeatedKeys(span).map(attributesPart),
    ...Array.from(span.resource.keys(), resourcePart),
    ...Array.from(new Set(span.events.map(({ name }) => name)), eventsPart),
  ];
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
