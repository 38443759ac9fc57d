const TRACE_ID = /^[0-9a-f]{32}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;
const ALL_ZERO = /^0*$/;

/** Both as lower-case hex: 16 and 8 bytes, not all zero. https://www.w3.org/TR/trace-context/ */
export function hasValidIds(traceId: string, spanId: string): boolean {
  return TRACE_ID.test(traceId) && !ALL_ZERO.test(traceId) && isParentId(spanId);
}

/** True for the hex of an existing parent: an absent or all-zero parent id means a root. */
export function isParentId(spanId: string): boolean {
  return SPAN_ID.test(spanId) && !ALL_ZERO.test(spanId);
}
