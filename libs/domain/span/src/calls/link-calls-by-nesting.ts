import type { InnerCalls } from "./link-calls-nesting.ts";
import type { CallGroups } from "./link-calls-groups.ts";
import {
  hasSameInput,
  hasSameOutput,
  hasSameUsage,
  hasUsage,
  intervalOf,
  isAroundSteps,
  isCacheHit,
  isEngineSpan,
  mayBeSameModel,
  ranWithin,
  type CallSpan,
} from "./link-calls-span.ts";

export interface NestedCalls {
  /** Spans whose counts are those of the calls inside them. */
  readonly told: ReadonlySet<number>;
  /** Spans whose answer came from a cache inside them. */
  readonly servedInside: ReadonlySet<number>;
}

interface Call {
  readonly at: number;
  readonly span: CallSpan;
}

/**
 * Links a call with the call inside it that tells the same tokens, and finds those that only sum up calls inside them. Of
 * several that agree (retries), the last to end is the one whose answer came back; the others stay calls of their own.
 */
export function linkByNesting(spans: readonly CallSpan[], inner: InnerCalls, groups: CallGroups): NestedCalls {
  const told = new Set<number>();
  const servedInside = new Set<number>();
  for (const [at, positions] of inner) {
    const span = spans[at];
    if (span === undefined) continue;
    const calls = positions.flatMap((position) => {
      const call = spans[position];
      return call === undefined ? [] : [{ at: position, span: call }];
    });
    const relation = relationOf({ at, span }, calls, groups);
    for (const call of relation.same) groups.join(at, call.at);
    if (relation.kind === "sum") told.add(at);
    if (relation.kind === "served") servedInside.add(at);
  }
  return { told, servedInside };
}

interface Relation {
  /** `sum`: the calls inside carry all of it; `served`: a cache answered; `same`: one call, seen twice; `own`: neither. */
  readonly kind: "sum" | "served" | "same" | "own";
  /** Calls inside that are the same call. */
  readonly same: readonly Call[];
}

function relationOf(outer: Call, calls: readonly Call[], groups: CallGroups): Relation {
  const counted = calls.filter(({ span }) => hasUsage(span));
  if (counted.length === 0) return relationOfUncounted(outer, calls);
  if (!hasUsage(outer.span)) return sumOf(counted);
  if (isAroundSteps(outer.span)) {
    const steps = counted.filter(({ span }) => !isAroundSteps(span));
    return steps.length === 0 ? own : sumOf(steps);
  }
  const agreeing = counted.filter((call) => isSameCall(outer, call, groups));
  if (agreeing.length > 0) return relationOfAgreeing(agreeing);
  if (counted.length === 1) return relationOfOnly(outer, counted, groups);
  if (!isSum(outer.span, counted)) return own;
  // What an engine ran in parts is billed by whoever asked for the whole.
  const areParts = counted.every(({ span }) => isEngineSpan(span)) && !isEngineSpan(outer.span);
  return areParts ? { kind: "same", same: counted } : sumOf(counted);
}

const own: Relation = { kind: "own", same: [] };

/** Around a single call it is that call seen twice, though never the one to carry it. */
function sumOf(calls: readonly Call[]): Relation {
  return { kind: "sum", same: calls.length === 1 ? calls : [] };
}

/** One call inside that did not fail, without counts of its own: the same call. Those that failed were tried again. */
function relationOfUncounted(outer: Call, calls: readonly Call[]): Relation {
  const [only, ...others] = calls.filter(({ span }) => span.status !== "error");
  if (only === undefined || others.length > 0) return own;
  return mayBeSameModel(outer.span, only.span) ? { kind: "same", same: [only] } : own;
}

/** The one call inside with counts, which are others: the same call where one id and one of the counts say so. */
function relationOfOnly(outer: Call, only: readonly Call[], groups: CallGroups): Relation {
  const isSame = only.every(
    (call) =>
      groups.idOf(outer.at) !== null &&
      groups.idOf(outer.at) === groups.idOf(call.at) &&
      (hasSameInput(outer.span, call.span) || hasSameOutput(outer.span, call.span)) &&
      mayBeNested(outer.span, call.span),
  );
  return isSame ? relationOfAgreeing(only) : own;
}

function relationOfAgreeing(agreeing: readonly Call[]): Relation {
  const [first, ...others] = agreeing;
  if (first === undefined) return own;
  let last = first;
  for (const call of others) if (compareEnds(call, last) > 0) last = call;
  return isCacheHit(last.span) ? { kind: "served", same: [] } : { kind: "same", same: [last] };
}

function isSameCall(outer: Call, inner: Call, groups: CallGroups): boolean {
  const [id, other] = [groups.idOf(outer.at), groups.idOf(inner.at)];
  if (id !== null && other !== null && id !== other) return false;
  return hasSameUsage(outer.span, inner.span) && mayBeNested(outer.span, inner.span);
}

/** Whether nothing but their counts speaks against a call being seen from further out. */
function mayBeNested(outer: CallSpan, inner: CallSpan): boolean {
  return isSameKind(outer.operation, inner.operation) && mayBeSameModel(outer, inner) && ranWithin(inner, outer);
}

const generations: ReadonlySet<string> = new Set(["chat", "text_completion", "generate_content"]);

/** Senders give one generation different names. */
function isSameKind(operation: string, other: string): boolean {
  return operation === other || (generations.has(operation) && generations.has(other));
}

function isSum({ input_tokens, output_tokens }: CallSpan, calls: readonly Call[]): boolean {
  const sum = (key: "input_tokens" | "output_tokens") => calls.reduce((total, { span }) => total + (span[key] ?? 0), 0);
  return sum("input_tokens") === (input_tokens ?? 0) && sum("output_tokens") === (output_tokens ?? 0);
}

function compareEnds(a: Call, b: Call): number {
  const byEnd = intervalOf(a.span).endMs - intervalOf(b.span).endMs;
  if (byEnd !== 0) return byEnd;
  return a.span.span_id < b.span.span_id ? -1 : Number(a.span.span_id > b.span.span_id);
}
