import { callIdOf, callKey, isModelCall } from "./call-key.ts";
import { compareCarriers } from "./link-calls-carrier.ts";
import { linkById } from "./link-calls-by-id.ts";
import { linkByNesting } from "./link-calls-by-nesting.ts";
import { CallGroups } from "./link-calls-groups.ts";
import { innerCalls } from "./link-calls-nesting.ts";
import { linkRawRequests } from "./link-calls-raw-requests.ts";
import { identityOf, isCacheHit, isOfLogRecords, type CallSpan } from "./link-calls-span.ts";

/** Who carries the spend of a call: one span of each; a cache's answer costs nothing. `""` for spans that are no call. */
export const spendRoles = ["", "spend", "duplicate", "cache_hit"] as const;
export type SpendRole = (typeof spendRoles)[number];

export interface CallColumns {
  readonly call_key: string;
  readonly spend_role: SpendRole;
}

/**
 * Finds the spans that tell of one call of a model (a gateway's, an SDK's and an engine's of the same request, a
 * framework's around its steps), and the one of them that carries its spend. Spans are linked where ids, times and counts
 * agree, or where one lies inside the other with the same counts; in doubt they stay apart, because a false link loses
 * money. Depends on the set of spans, not on their order; linear in their number but for sorting.
 */
export function linkCalls<S extends CallSpan>(spans: readonly S[]): readonly (S & CallColumns)[] {
  const identities = spans.map(() => "");
  const identityAt = (at: number): string => (identities[at] ||= keyOf(spans[at]));
  const order = [...spans.keys()].sort(
    (a, b) => compareText(spans[a]?.start_time, spans[b]?.start_time) || compareText(identityAt(a), identityAt(b)),
  );
  const ordered = callColumns(order.flatMap((at) => spans[at] ?? []));
  const columns: CallColumns[] = spans.map(() => noCall);
  for (const [rank, at] of order.entries()) columns[at] = ordered[rank] ?? noCall;
  return spans.map((span, at) => ({ ...span, ...(columns[at] ?? noCall) }));
}

/** Any order will do that the spans alone decide: what is found first wins where there is nothing to choose. */
function compareText(a = "", b = ""): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const noCall: CallColumns = { call_key: "", spend_role: "" };

function callColumns(spans: readonly CallSpan[]): readonly CallColumns[] {
  const ids = spans.map((span) => (isModelCall(span.operation) ? (callIdOf(span)?.id ?? null) : null));
  const groups = new CallGroups(ids);
  const calls = [...spans.keys()].filter((at) => isModelCall(spans[at]?.operation ?? ""));
  linkRepeats(spans, calls, groups);
  const served = linkById(spans, calls, groups);
  const inner = innerCalls(spans);
  const { told, servedInside } = linkByNesting(spans, inner, groups);
  const raw = linkRawRequests(spans, calls, groups);
  const free = new Set([...served, ...servedInside, ...told, ...raw]);
  const columns = spans.map(() => noCall);
  for (const members of Map.groupBy(calls, (at) => groups.find(at)).values()) {
    for (const [at, column] of columnsOfCall(members, { spans, groups, free })) columns[at] = column;
  }
  return columns;
}

/** A span that was delivered twice is one span. Broken senders give one id to many spans: those differ in more than that. */
function linkRepeats(spans: readonly CallSpan[], calls: readonly number[], groups: CallGroups): void {
  const byPlace = Map.groupBy(calls, (at) => `${spans[at]?.trace_id}/${spans[at]?.span_id}`);
  for (const atPlace of byPlace.values()) {
    if (atPlace.length === 1) continue;
    const same = Map.groupBy(atPlace, (at) => keyOf(spans[at]));
    for (const [first, ...repeats] of same.values()) {
      for (const repeat of repeats) groups.join(first ?? repeat, repeat);
    }
    joinEvents(spans, atPlace, groups);
  }
}

/** What log records tell of a span is told of its call, where one span alone has those ids. */
function joinEvents(spans: readonly CallSpan[], atPlace: readonly number[], groups: CallGroups): void {
  const [events = [], others = []] = [true, false].map((wanted) =>
    atPlace.filter((at) => spans[at] !== undefined && isOfLogRecords(spans[at]) === wanted),
  );
  const [owner, ...rivals] = new Set(others.map((at) => groups.find(at)));
  if (owner === undefined || rivals.length > 0) return;
  for (const event of events) groups.join(owner, event);
}

function keyOf(span: CallSpan | undefined): string {
  return span === undefined ? "" : identityOf(span);
}

interface Linked {
  readonly spans: readonly CallSpan[];
  readonly groups: CallGroups;
  /** Spans whose counts others carry, or that a cache served. */
  readonly free: ReadonlySet<number>;
}

function columnsOfCall(members: readonly number[], { spans, groups, free }: Linked): readonly [number, CallColumns][] {
  const ordered = members
    .map((at) => ({ at, span: spans[at] }))
    .filter((member): member is { at: number; span: CallSpan } => member.span !== undefined)
    .sort((a, b) => compareCarriers(a.span, b.span) || a.at - b.at);
  const carrier = ordered.find(({ at }) => !free.has(at));
  const call_key = groups.idOf(members[0] ?? 0) ?? keyOfOutermost(ordered.map(({ span }) => span));
  return ordered.map(({ at, span }) => [at, { call_key, spend_role: roleOf(span, at === carrier?.at) }]);
}

function roleOf(span: CallSpan, isCarrier: boolean): SpendRole {
  if (isCacheHit(span)) return isCarrier ? "cache_hit" : "duplicate";
  return isCarrier ? "spend" : "duplicate";
}

/** The span that began first is the outermost. */
function keyOfOutermost(members: readonly CallSpan[]): string {
  const [first] = members.toSorted((a, b) => (a.start_time < b.start_time ? -1 : Number(a.start_time > b.start_time)));
  return first === undefined ? "" : callKey(first);
}
