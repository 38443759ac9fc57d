import type { CallGroups } from "./link-calls-groups.ts";
import { contains, intervalOf, isRawRequest, overlaps, type CallSpan } from "./link-calls-span.ts";

const MAX_REQUESTS = 64;

/**
 * LiteLLM tells of each call twice: as `litellm_request` and, beside or below it, as `raw_gen_ai_request`, which may
 * lack the id. The second costs nothing wherever the first is.
 *
 * @returns the raw requests that belong to a request that is present.
 */
export function linkRawRequests(
  spans: readonly CallSpan[],
  calls: readonly number[],
  groups: CallGroups,
): ReadonlySet<number> {
  const requests = Map.groupBy(
    calls.filter((at) => spans[at]?.name === "litellm_request"),
    (at) => placeOf(spans[at], "parent_span_id"),
  );
  const byOwnId = new Map(
    calls.filter((at) => spans[at]?.name === "litellm_request").map((at) => [placeOf(spans[at], "span_id"), at]),
  );
  const told = new Set<number>();
  for (const at of calls) {
    const raw = spans[at];
    if (raw === undefined || !isRawRequest(raw)) continue;
    const above = byOwnId.get(placeOf(raw, "parent_span_id"));
    const beside = (requests.get(placeOf(raw, "parent_span_id")) ?? []).slice(0, MAX_REQUESTS);
    const request = above ?? nearest(raw, beside, spans);
    if (request === undefined) continue;
    groups.join(request, at);
    told.add(at);
  }
  return told;
}

function placeOf(span: CallSpan | undefined, key: "span_id" | "parent_span_id"): string {
  return JSON.stringify([span?.tenant, span?.trace_id, span?.[key]]);
}

function nearest(raw: CallSpan, requests: readonly number[], spans: readonly CallSpan[]): number | undefined {
  const interval = intervalOf(raw);
  const at = (position: number) => spans[position] ?? raw;
  const same = requests.find((request) => contains(intervalOf(at(request)), interval, 0));
  return same ?? requests.find((request) => overlaps(intervalOf(at(request)), interval));
}
