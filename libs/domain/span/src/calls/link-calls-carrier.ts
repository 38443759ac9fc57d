import {
  isAroundSteps,
  isEngineSpan,
  isOfLogRecords,
  isRawRequest,
  hasUsage,
  wholeInput,
  wholeOutput,
  type CallSpan,
} from "./link-calls-span.ts";

/** Criteria of who carries the spend of a call, the weightiest first; more is better. */
const criteria: readonly ((span: CallSpan) => number)[] = [
  (span) => Number(hasUsage(span)),
  (span) => Number(!isAroundSteps(span) && !isRawRequest(span)),
  (span) => Number(!isOfLogRecords(span)),
  (span) => Number(!isEngineSpan(span)),
  (span) => Number(span.provider !== ""),
  // Spans of one call tell of the same tokens, but for those that one leaves out: cached ones, or reasoning.
  (span) => wholeInput(span) + wholeOutput(span),
  (span) => Number(span.response_id !== ""),
  (span) => Number(span.kind === "client"),
  usageDetails,
  (span) => Number(span.response_model !== "") + Number(span.service_tier !== ""),
];

/** How many of the counts that prices depend on a span tells. */
function usageDetails(span: CallSpan): number {
  const counts = [
    span.cache_read_tokens,
    span.cache_write_5m_tokens,
    span.cache_write_1h_tokens,
    span.reasoning_tokens,
    span.input_tokens,
    span.output_tokens,
  ];
  return counts.filter((count) => count !== null).length;
}

/**
 * Orders the spans of one call, the one with the richest truth about its bill first; equals by start and id, so that the
 * order in which they came does not matter.
 */
export function compareCarriers(a: CallSpan, b: CallSpan): number {
  for (const criterion of criteria) {
    const difference = criterion(b) - criterion(a);
    if (difference !== 0) return difference;
  }
  return (
    compareText(a.start_time, b.start_time) || compareText(a.trace_id, b.trace_id) || compareText(a.span_id, b.span_id)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
