import type { DetectionRow, EmbeddingRow, FindingRow } from "@parapet/clickhouse";
import type { Block, Message } from "@parapet/delivery";
import type { Detection } from "@parapet/detection";

import type { GuardedPart } from "./guarded-parts.ts";
import type { Inspection } from "./inspect-texts.ts";

/** A part of a span, and the message that brought it. */
export interface PlacedPart extends GuardedPart {
  readonly message: Message;
}

export interface InspectedPart {
  readonly part: PlacedPart;
  readonly inspection: Inspection;
}

/** The rows of inspected parts, one block a table. */
export function guardBlocks(inspected: readonly InspectedPart[], encoderVersion: string): readonly Block[] {
  return [
    { table: "detections", rows: inspected.flatMap(detectionRows) },
    { table: "findings", rows: inspected.flatMap(findingRows) },
    { table: "embeddings", rows: inspected.flatMap((part) => embeddingRows(part, encoderVersion)) },
  ];
}

interface PartKey {
  readonly tenant: string;
  readonly trace_id: string;
  readonly span_id: string;
  readonly start_time: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly idx: number;
}

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

function detectionRows({ part, inspection }: InspectedPart): DetectionRow[] {
  return inspection.detections.map((detection: Detection) => ({
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
    service_name: part.span.service_name,
    request_model: part.span.request_model,
  }));
}

function embeddingRows({ part, inspection }: InspectedPart, encoderVersion: string): EmbeddingRow[] {
  if (inspection.embedding === null) return [];
  return [
    {
      ...keyOf(part),
      part: part.input.direction,
      model_version: encoderVersion,
      service_name: part.span.service_name,
      request_model: part.span.request_model,
      vector: Array.from(inspection.embedding),
    },
  ];
}
