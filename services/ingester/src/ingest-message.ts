import { createHash } from "node:crypto";

import {
  toSpanContentRow,
  toSpanRow,
  type DeadLetterRow,
  type FindingRow,
  type LedgerRow,
  type SpanContentRow,
  type SpanRow,
} from "@parapet/clickhouse";
import { tenantOf, type DeadLetterReason, type Message } from "@parapet/delivery";
import { decodeMessage, formatUnixNano, placedSpans, type LlmSpan } from "@parapet/span";

import { ingestSpan, type IngestSpanDeps } from "./ingest-span.ts";
import type { LocatedFinding } from "./redact-span.ts";

export interface IngestMessageDeps extends IngestSpanDeps {
  /** Tenants that own a topic of their own. */
  readonly topicTenants: ReadonlyMap<string, string>;
}

/** Everything that one message adds to the store. A pure function of the message and of the configuration. */
export interface MessageRows {
  readonly spans: readonly SpanRow[];
  readonly contents: readonly SpanContentRow[];
  readonly findings: readonly FindingRow[];
  readonly deadLetters: readonly DeadLetterRow[];
  readonly ledger: LedgerRow;
}

interface Place {
  readonly message: Message;
  readonly tenant: string;
  readonly messageTime: string;
}

/** Decodes a message and makes the rows of its spans; what cannot become a span becomes a dead letter. */
export function ingestMessage(message: Message, streamId: string, deps: IngestMessageDeps): MessageRows {
  const place = placeOf(message, deps);
  const decoded = decodeMessage(message.value ?? new Uint8Array());
  if (decoded.kind === "dead_letter") return deadMessage(place, streamId, decoded.reason);

  const { rejected } = decoded.value;
  const rows = placedSpans(decoded.value).map(({ span, idx }) => {
    const coordinates = coordinatesOf(message, idx);
    const context = { tenant: place.tenant, receivedAtMs: message.timestampMs };
    const ingested = ingestSpan(span, context, deps);
    return {
      span: toSpanRow(ingested.span, coordinates, ingested.findings.length),
      content: toSpanContentRow(ingested.span, coordinates),
      findings: ingested.findings.map((located) => findingRow(located, ingested.span, coordinates)),
    };
  });
  return {
    spans: rows.map((row) => row.span),
    contents: rows.map((row) => row.content),
    findings: rows.flatMap((row) => row.findings),
    deadLetters: rejected.map(({ idx, reason }) => deadLetterRow(place, idx, reason)),
    ledger: ledgerRow(place, streamId, { stored: rows.length, deadLettered: rejected.length }),
  };
}

/** The rows of a message that none of our code could cope with: it must not hold up those behind it. */
export function unprocessableMessage(message: Message, streamId: string, deps: IngestMessageDeps): MessageRows {
  return deadMessage(placeOf(message, deps), streamId, "processing_failed");
}

function placeOf(message: Message, { topicTenants }: IngestMessageDeps): Place {
  return {
    message,
    tenant: tenantOf(message, topicTenants),
    messageTime: formatUnixNano(BigInt(message.timestampMs) * 1_000_000n),
  };
}

function deadMessage(place: Place, streamId: string, reason: DeadLetterReason): MessageRows {
  return {
    spans: [],
    contents: [],
    findings: [],
    deadLetters: [deadLetterRow(place, -1, reason)],
    // How many spans it held cannot be known; the ledger counts the message itself.
    ledger: ledgerRow(place, streamId, { stored: 0, deadLettered: 1 }),
  };
}

function coordinatesOf({ topic, partition, offset }: Message, idx: number): SpanCoordinates {
  return { topic, partition, offset: offset.toString(), idx };
}

interface SpanCoordinates {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly idx: number;
}

function findingRow(located: LocatedFinding, span: LlmSpan, coordinates: SpanCoordinates): FindingRow {
  const { finding, location, fingerprint } = located;
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
    // Personal data is always replaced before storage.
    decision: "modify",
    service_name: span.service_name,
    request_model: span.request_model,
  };
}

function deadLetterRow({ message, tenant, messageTime }: Place, idx: number, reason: DeadLetterReason): DeadLetterRow {
  const value = message.value ?? new Uint8Array();
  return {
    ...coordinatesOf(message, idx),
    tenant,
    reason,
    hash: createHash("sha256").update(value).digest("hex"),
    size_bytes: value.byteLength,
    message_time: messageTime,
    stage: "ingester",
  };
}

function ledgerRow(
  { message, messageTime }: Place,
  streamId: string,
  counts: { readonly stored: number; readonly deadLettered: number },
): LedgerRow {
  const { topic, partition, offset } = message;
  return {
    stream_id: streamId,
    topic,
    partition,
    offset: offset.toString(),
    message_time: messageTime,
    spans_stored: counts.stored,
    spans_dead_lettered: counts.deadLettered,
    spans_dropped: 0,
  };
}
