import { callIdOf } from "./call-key.ts";
import type { CallGroups } from "./link-calls-groups.ts";
import {
  answerOutput,
  hasUsage,
  intervalOf,
  isCacheHit,
  isRawRequest,
  overlaps,
  uncachedInput,
  wholeInput,
  wholeOutput,
  type CallSpan,
  type Interval,
} from "./link-calls-span.ts";

/** A span with an id, beside others of the same tenant and id. */
interface Placed {
  readonly at: number;
  readonly span: CallSpan;
  readonly interval: Interval;
  readonly part: string;
}

/** An id that more calls than this share is somebody's own; for those, only equal counts link. */
const MAX_CALLS_PER_ID = 64;

/**
 * Links spans of the same id that ran at the same time and tell of the same tokens. An id alone proves nothing: clients
 * choose them (one for a whole session, say), and a cache answers with the id of the call that filled it.
 *
 * @returns the spans whose answer a gateway's cache served, as another span of the same call says.
 */
export function linkById(
  spans: readonly CallSpan[],
  candidates: readonly number[],
  groups: CallGroups,
): ReadonlySet<number> {
  const served = new Set<number>();
  for (const group of groupById(spans, candidates).values()) {
    if (group.length === 1) continue;
    const hits = group.filter(({ span }) => isCacheHit(span));
    for (const { at } of servedByCache(group, hits)) served.add(at);
    const calls = group.filter(({ at, span }) => !served.has(at) && !isCacheHit(span));
    linkSameCounts(calls, groups);
    linkWithoutCounts(calls, groups);
    linkParts(calls, groups);
  }
  return served;
}

function groupById(spans: readonly CallSpan[], candidates: readonly number[]): ReadonlyMap<string, Placed[]> {
  const byId = new Map<string, Placed[]>();
  for (const at of candidates) {
    const span = spans[at];
    const known = span === undefined ? null : callIdOf(span);
    if (span === undefined || known === null) continue;
    const key = JSON.stringify([span.tenant, known.id]);
    const placed = { at, span, interval: intervalOf(span), part: known.part };
    const group = byId.get(key);
    if (group === undefined) byId.set(key, [placed]);
    else group.push(placed);
  }
  for (const group of byId.values()) group.sort((a, b) => a.interval.startMs - b.interval.startMs);
  return byId;
}

/**
 * The spans around a hit. The call that filled the cache is not among them: it had ended before there was a hit. Both
 * lists are in the order of their starts.
 */
function servedByCache(group: readonly Placed[], hits: readonly Placed[]): readonly Placed[] {
  const earliestEnd = hits.map(({ interval }) => interval.endMs);
  for (let at = earliestEnd.length - 2; at >= 0; at -= 1) {
    earliestEnd[at] = Math.min(earliestEnd[at] ?? Infinity, earliestEnd[at + 1] ?? Infinity);
  }
  let [next, within, latestEnd] = [0, 0, -Infinity];
  return group.filter(({ span, interval }) => {
    while ((hits[next]?.interval.startMs ?? Infinity) < interval.startMs) next += 1;
    for (; (hits[within]?.interval.startMs ?? Infinity) <= interval.startMs; within += 1) {
      latestEnd = Math.max(latestEnd, hits[within]?.interval.endMs ?? latestEnd);
    }
    const isAround = (earliestEnd[next] ?? Infinity) <= interval.endMs;
    const isSibling = isRawRequest(span) && interval.endMs <= latestEnd;
    return !isCacheHit(span) && (isAround || isSibling);
  });
}

/** Senders count input with or without what a cache served, and output with or without reasoning: either may agree. */
function linkSameCounts(calls: readonly Placed[], groups: CallGroups): void {
  const counted = calls.filter(({ span }) => hasUsage(span));
  for (const input of [wholeInput, uncachedInput]) {
    for (const output of [wholeOutput, answerOutput]) {
      const bySame = Map.groupBy(counted, ({ span, part }) => `${input(span)}/${output(span)}/${part}`);
      for (const same of bySame.values()) linkOverlapping(same, groups);
    }
  }
}

/** Spans in the order of their starts; one that begins after all before it have ended is another call. */
function linkOverlapping(same: readonly Placed[], groups: CallGroups): void {
  let current: (Interval & { readonly at: number }) | undefined;
  for (const { at, interval } of same) {
    if (current !== undefined && overlaps(current, interval)) {
      groups.join(current.at, at);
      current = { at, startMs: current.startMs, endMs: Math.max(current.endMs, interval.endMs) };
    } else current = { at, ...interval };
  }
}

/** A span without counts costs nothing: it belongs to whichever call of its id ran at its time. */
function linkWithoutCounts(calls: readonly Placed[], groups: CallGroups): void {
  const counted = calls.filter(({ span }) => hasUsage(span)).slice(0, MAX_CALLS_PER_ID);
  const uncounted = calls.filter(({ span }) => !hasUsage(span));
  for (const { at, interval, span } of uncounted) {
    const call = counted.find((other) => overlaps(other.interval, interval));
    if (call !== undefined && span.status !== "error") groups.join(call.at, at);
  }
  if (counted.length === 0) linkOverlapping(uncounted, groups);
}

/** An engine's requests that are parts of one call belong to the span that tells of the whole. */
function linkParts(calls: readonly Placed[], groups: CallGroups): void {
  const wholes = calls.filter(({ part }) => part === "").slice(0, MAX_CALLS_PER_ID);
  for (const part of calls) {
    if (part.part === "") continue;
    const whole = wholes.find(({ span, interval }) => isWithin(part.span, span) && overlaps(interval, part.interval));
    if (whole !== undefined) groups.join(whole.at, part.at);
  }
}

function isWithin(part: CallSpan, whole: CallSpan): boolean {
  const isInputWithin = (part.input_tokens ?? 0) <= (whole.input_tokens ?? 0);
  return isInputWithin && (part.output_tokens ?? 0) <= (whole.output_tokens ?? 0);
}
