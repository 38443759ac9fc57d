import type { Finding } from "@parapet/detection";
import { operate, type OperatorTable } from "./operator.ts";

export interface Redacted {
  readonly text: string;
  /** Values that an operator other than `keep` was put to. */
  readonly count: number;
}

/** The part of a finding that operators need. */
type Span = Pick<Finding, "category" | "entity" | "score" | "start" | "end">;

/**
 * Puts operators to what was found. Findings may come in any order and overlap; they are made disjoint first, after
 * Presidio's anonymizer: one inside another is dropped, parts that two share go to the one with the higher score, and
 * values of one entity that overlap or have only blanks between them become one.
 */
export function applyOperators(text: string, findings: readonly Span[], operators: OperatorTable = {}): Redacted {
  let redacted = "";
  let position = 0;
  let count = 0;
  for (const span of mergedNeighbours(text, disjointSpans(findings))) {
    const entity = entityOf(span);
    const operator = operators[entity] ?? operators["DEFAULT"] ?? { kind: "replace" };
    redacted += text.slice(position, span.start) + operate(operator, text.slice(span.start, span.end), entity);
    position = span.end;
    if (operator.kind !== "keep") count += 1;
  }
  return { text: redacted + text.slice(position), count };
}

/** What stands for a finding in a text: its entity, or its category where it has none. */
function entityOf({ entity, category }: Span): string {
  return entity ?? category.toUpperCase();
}

/** Spans in order without common parts. Every unit that was found stays covered. */
function disjointSpans(findings: readonly Span[]): readonly Span[] {
  const disjoint: Span[] = [];
  for (const span of findings.toSorted(byStart)) {
    const last = disjoint.at(-1);
    if (last === undefined || span.start >= last.end) disjoint.push(span);
    else if (span.end > last.end) disjoint.splice(-1, 1, ...partedSpans(last, span));
  }
  return disjoint;
}

/** Earlier first, of two with one start the longer, of two alike the likelier: what is inside another comes after it. */
function byStart(left: Span, right: Span): number {
  return left.start - right.start || right.end - left.end || right.score - left.score;
}

/** `last` and a later span that reaches beyond it: one when both are of one entity, else the less likely one gives way. */
function partedSpans(last: Span, later: Span): readonly Span[] {
  if (entityOf(last) === entityOf(later)) {
    return [{ ...last, end: later.end, score: Math.max(last.score, later.score) }];
  }
  const boundary = later.score > last.score ? Math.max(later.start, last.start) : last.end;
  const parts = [
    { ...last, end: boundary },
    { ...later, start: boundary },
  ];
  return parts.filter(({ start, end }) => start < end);
}

const onlyBlanks = /^ *$/;

function mergedNeighbours(text: string, spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    const isContinued =
      last !== undefined && entityOf(last) === entityOf(span) && onlyBlanks.test(text.slice(last.end, span.start));
    if (isContinued) merged.splice(-1, 1, { ...last, end: span.end });
    else merged.push(span);
  }
  return merged;
}
