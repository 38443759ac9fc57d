import type { LlmSpan } from "../row/llm-span.ts";
import { normaliseSpan } from "../row/normalise-span.ts";
import { createOtlpSpan } from "../otlp/otlp-span.ts";
import type { AnyValue, OtlpSpan } from "../otlp/otlp-span.ts";

/** The row of a span of 60 s that has these attributes; `more` are its other fields. */
export function rowOf(attributes: Readonly<Record<string, AnyValue>>, more: Partial<OtlpSpan> = {}): LlmSpan {
  const span = createOtlpSpan({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    name: "operation",
    startTimeUnixNano: 1_767_225_600_000_000_000n,
    endTimeUnixNano: 1_767_225_660_000_000_000n,
    attributes: new Map(Object.entries(attributes)),
    ...more,
  });
  return normaliseSpan(span, { tenant: "t", receivedAtMs: Date.UTC(2026, 0, 2) });
}
