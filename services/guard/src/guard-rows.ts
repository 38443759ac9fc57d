import type { Coordinates, DetectionRow, EmbeddingRow, FindingRow } from "@parapet/clickhouse";
import type { RowBlock } from "@parapet/delivery";
import { applyOperators, findPii } from "@parapet/pii";
import type { LlmSpan } from "@parapet/span";

import type { Inspection } from "./inspect-texts.ts";
import type { PlacedPart } from "./placed-part.ts";

export interface InspectedPart {
  readonly part: PlacedPart;
  readonly inspection: Inspection;
}

/** The rows of inspected parts, one block a table. Detections come last: a part that has them has the others too. */
export function guardBlocks(inspected: readonly InspectedPart[], encoderVersion: string): readonly RowBlock[] {
  return [
    { table: "findings", rows: inspected.flatMap(findingRows) },
    { table: "embeddings", rows: inspected.flatMap((part) => embeddingRows(part, encoderVersion)) },
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
    part: part.input.direction,
    status: detection.status,
    score: detection.score,
  }));
}

function findingRows({ part, inspection }: InspectedPart): FindingRow[] {
  return inspection.findings.map((finding) => ({
    ...keyOf(part),
    category: finding.category,
    detector: finding.detector,
    entity: finding.entity ?? "",
    severity: finding.severity,
    score: finding.score,
    location: part.input.direction,
    start: finding.start,
    end: finding.end,
    // A classifier judges a whole text: there is no value that could be recognised elsewhere.
    fingerprint: "",
    decision: inspection.decision,
    ...namesOf(part.span),
  }));
}

function embeddingRows({ part, inspection }: InspectedPart, encoderVersion: string): EmbeddingRow[] {
  if (inspection.embedding === null) return [];
  return [
    {
      ...keyOf(part),
      part: part.input.direction,
      model_version: encoderVersion,
      ...namesOf(part.span),
      vector: Array.from(inspection.embedding),
    },
  ];
}

/** The names as the ingester stores them with the span: without personal data. */
function namesOf({ service_name, request_model }: LlmSpan): Pick<FindingRow, "service_name" | "request_model"> {
  return { service_name: redacted(service_name), request_model: redacted(request_model) };
}

function redacted(name: string): string {
  return applyOperators(name, findPii(name)).text;
}
