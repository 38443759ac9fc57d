import type { Coordinates, DetectionRow, EmbeddingRow, FindingRow } from "@parapet/clickhouse";
import type { RowBlock } from "@parapet/delivery";
import { applyOperators, type OperatorTable } from "@parapet/pii";
import type { LlmSpan } from "@parapet/span";

import { isReplaced, type Inspection } from "./inspect-texts.ts";
import type { PlacedPart } from "./placed-part.ts";
import type { SensitiveSearches } from "./sensitive-searches.ts";

export interface InspectedPart {
  readonly part: PlacedPart;
  readonly inspection: Inspection;
}

export interface GuardRowsDeps {
  readonly embeddingVersion: string;
  readonly sensitive: SensitiveSearches;
  readonly operators: OperatorTable;
}

/** The rows of inspected parts, one block a table. Detections come last: a part that has them has the others too. */
export function guardBlocks(
  inspected: readonly InspectedPart[],
  findings: readonly FindingRow[],
  deps: GuardRowsDeps,
): readonly RowBlock[] {
  return [
    { table: "findings", rows: findings },
    { table: "embeddings", rows: inspected.flatMap((part) => embeddingRows(part, deps)) },
    { table: "detections", rows: inspected.flatMap(detectionRows) },
  ];
}

type PartKey = Coordinates & Pick<LlmSpan, "tenant" | "trace_id" | "span_id" | "start_time">;

function keyOf({ span, message, idx }: PlacedPart): PartKey {
  return {
    tenant: span.tenant,
    trace_id: span.trace_id,
    span_id: span.span_id,
    start_time: span.start_time,
    topic: message.topic,
    partition: message.partition,
    offset: message.offset.toString(),
    idx,
  };
}

/** What the detectors did with a part, one row each. */
export function detectionRows({ part, inspection }: InspectedPart): DetectionRow[] {
  return inspection.detections.map((detection) => ({
    ...keyOf(part),
    detector: detection.detector,
    model_version: detection.modelVersion,
    part: part.part,
    status: detection.status,
    reason: detection.reason,
    score: detection.score,
    duration_ms: detection.durationMs,
  }));
}

/** What was found in a part, one row each. */
export function findingRows({ part, inspection }: InspectedPart, deps: GuardRowsDeps): FindingRow[] {
  return inspection.findings.map((finding) => ({
    ...keyOf(part),
    category: finding.category,
    detector: finding.detector,
    entity: finding.entity ?? "",
    severity: finding.severity,
    score: finding.score,
    location: part.location,
    start: finding.start,
    end: finding.end,
    // A classifier judges a whole text: there is no value that could be recognised elsewhere.
    fingerprint: "",
    decision: inspection.decision,
    ...namesOf(part.span, deps),
  }));
}

function embeddingRows({ part, inspection }: InspectedPart, deps: GuardRowsDeps): EmbeddingRow[] {
  // What tools give is as varied as the world: it would drown the drift of what people ask.
  if (inspection.embedding === null || part.part === "tool") return [];
  return [
    {
      ...keyOf(part),
      part: part.part,
      model_version: deps.embeddingVersion,
      ...namesOf(part.span, deps),
      vector: Array.from(inspection.embedding),
    },
  ];
}

/** The names as the ingester stores them with the span: without what is sensitive. */
function namesOf(
  { tenant, service_name, request_model }: LlmSpan,
  { sensitive, operators }: GuardRowsDeps,
): Pick<FindingRow, "service_name" | "request_model"> {
  const redacted = (name: string): string =>
    applyOperators(name, sensitive.find(name, { tenant }).filter(isReplaced), operators).text;
  return { service_name: redacted(service_name), request_model: redacted(request_model) };
}
