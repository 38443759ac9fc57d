import { isModelCall } from "./call-key.ts";
import type { CallSpan } from "./link-calls-span.ts";

/** Of each call, by its position: the calls directly inside it, with any other spans in between. */
export type InnerCalls = ReadonlyMap<number, readonly number[]>;

const NONE = -1;

/** Finds which calls lie inside which, along the parents that are present. Linear; a ring of parents ends the search. */
export function innerCalls(spans: readonly CallSpan[]): InnerCalls {
  const positions = positionsById(spans);
  const parents = spans.map((span) => parentOf(span, positions));
  const nearest = new Map<number, number>();
  const inner = new Map<number, number[]>();
  for (const [at, span] of spans.entries()) {
    if (!isModelCall(span.operation)) continue;
    const outer = nearestCall(parents[at] ?? NONE, { spans, parents, nearest });
    if (outer === NONE || outer === at) continue;
    const siblings = inner.get(outer);
    if (siblings === undefined) inner.set(outer, [at]);
    else siblings.push(at);
  }
  return inner;
}

/** The first of a span that was delivered twice stands for both. */
function positionsById(spans: readonly CallSpan[]): ReadonlyMap<string, number> {
  const positions = new Map<string, number>();
  for (const [at, span] of spans.entries()) {
    const key = placeOf(span, span.span_id);
    if (!positions.has(key)) positions.set(key, at);
  }
  return positions;
}

function parentOf(span: CallSpan, positions: ReadonlyMap<string, number>): number {
  return span.parent_span_id === "" ? NONE : (positions.get(placeOf(span, span.parent_span_id)) ?? NONE);
}

function placeOf({ tenant, trace_id }: CallSpan, spanId: string): string {
  return JSON.stringify([tenant, trace_id, spanId]);
}

interface Search {
  readonly spans: readonly CallSpan[];
  readonly parents: readonly number[];
  /** What is known already, and `NONE` for what the search at hand has passed. */
  readonly nearest: Map<number, number>;
}

/** The nearest call at or above a position. */
function nearestCall(from: number, { spans, parents, nearest }: Search): number {
  const path: number[] = [];
  let at = from;
  let found = NONE;
  while (at !== NONE) {
    const known = nearest.get(at);
    const isCall = isModelCall(spans[at]?.operation ?? "");
    if (known !== undefined || isCall) {
      found = isCall ? at : (known ?? NONE);
      break;
    }
    nearest.set(at, NONE);
    path.push(at);
    at = parents[at] ?? NONE;
  }
  for (const passed of path) nearest.set(passed, found);
  return found;
}
