import type { Coordinates, FindingRow } from "@parapet/clickhouse";
import type { LlmSpan } from "@parapet/span";

import type { LocatedFinding } from "./redact-span.ts";

/** The row of `findings` for what was found in a span that is already redacted. */
export function findingRow(located: LocatedFinding, span: LlmSpan, coordinates: Coordinates): FindingRow {
  const { finding, location, fingerprint, isReplaced } = located;
  return {
    ...coordinates,
    tenant: span.tenant,
    trace_id: span.trace_id,
    span_id: span.span_id,
    start_time: span.start_time,
    category: finding.category,
    detector: finding.detector,
    entity: finding.entity ?? "",
    severity: finding.severity,
    score: finding.score,
    location,
    start: finding.start,
    end: finding.end,
    fingerprint,
    decision: isReplaced ? "modify" : "audit",
    service_name: span.service_name,
    request_model: span.request_model,
  };
}
