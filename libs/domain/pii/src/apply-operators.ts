import type { Finding } from "@parapet/detection";
import { operate, operatorFor, type Operator, type OperatorTable } from "./operator.ts";
import { mergeNeighbours, resolveOverlaps, type EntitySpan, type OverlapStrategy } from "./overlaps.ts";

/** What an operator left in a text: UTF-16 offsets into the new text, `end` exclusive. */
export interface OperatedItem {
  readonly entity: string;
  readonly operator: Operator["kind"];
  readonly start: number;
  readonly end: number;
}

export interface Redacted {
  readonly text: string;
  /** Values that an operator other than `keep` was put to. */
  readonly count: number;
  /** What stands in place of each value, in the order of the text. */
  readonly items: readonly OperatedItem[];
}

export interface ApplyOptions {
  /** `merge_similar_or_contained` without it. */
  readonly overlaps?: OverlapStrategy;
  /** Whether values of one entity with only blanks between them become one; they do without it. */
  readonly mergesNeighbours?: boolean;
}

/** The part of a finding that operators need. */
type Span = Pick<Finding, "category" | "entity" | "score" | "start" | "end">;

/**
 * Puts operators to what was found, `replace` where the table has none. Findings may come in any order and overlap; they
 * are parted as Presidio's anonymizer does. Operators run from the last value to the first.
 */
export function applyOperators(
  text: string,
  findings: readonly Span[],
  operators: OperatorTable = {},
  options: ApplyOptions = {},
): Redacted {
  const { overlaps = "merge_similar_or_contained", mergesNeighbours = true } = options;
  const spans = resolveOverlaps(findings.map(entitySpanOf), overlaps);
  const merged = mergesNeighbours ? mergeNeighbours(text, spans) : spans;
  return operateOn(text, merged, (entity) => operatorFor(operators, entity, { kind: "replace" }));
}

/**
 * Reverses operators: puts to each item of a text that `applyOperators` gave the operator of its entity, such as `decrypt`;
 * without one an item stays.
 */
export function deanonymise(text: string, items: readonly OperatedItem[], operators: OperatorTable): Redacted {
  const spans = items.map(({ entity, start, end }) => ({ entity, start, end, score: 1 }));
  return operateOn(text, resolveOverlaps(spans, "none"), (entity) => operatorFor(operators, entity, { kind: "keep" }));
}

/** A finding without an entity stands in a text by its category. */
function entitySpanOf({ category, entity, score, start, end }: Span): EntitySpan {
  return { entity: entity ?? category.toUpperCase(), score, start, end };
}

/** Puts its operator to each span, the last first; a span reaches no farther than where the next begins. */
function operateOn(text: string, spans: readonly EntitySpan[], operatorOf: (entity: string) => Operator): Redacted {
  const replacements: string[] = [];
  let end = text.length;
  for (const span of spans.toReversed()) {
    const value = text.slice(span.start, Math.min(span.end, end));
    replacements.push(operate(operatorOf(span.entity), value, span.entity));
    end = span.start;
  }
  const operated = spans.map((span) => ({ ...span, operator: operatorOf(span.entity).kind }));
  return joined(text, operated, replacements.reverse());
}

interface OperatedSpan extends EntitySpan {
  readonly operator: Operator["kind"];
}

/** The text with the replacement of each span in its place. */
function joined(text: string, spans: readonly OperatedSpan[], replacements: readonly string[]): Redacted {
  const items: OperatedItem[] = [];
  let redacted = "";
  let position = 0;
  for (const [index, { entity, operator, start, end }] of spans.entries()) {
    // Where a span reaches beyond the next one, the rest of it is left out: what was found is never shown.
    redacted += text.slice(position, Math.max(position, start));
    const replacement = replacements[index] ?? "";
    items.push({ entity, operator, start: redacted.length, end: redacted.length + replacement.length });
    redacted += replacement;
    position = Math.max(position, end);
  }
  const count = items.filter(({ operator }) => operator !== "keep").length;
  return { text: redacted + text.slice(position), count, items };
}
