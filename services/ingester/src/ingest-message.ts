import {
  toSpanContentRow,
  toSpanRow,
  type Coordinates,
  type DeadLetterRow,
  type FindingRow,
  type LedgerRow,
  type SpanContentRow,
  type SpanRow,
} from "@parapet/clickhouse";
import { tenantOf, type Message } from "@parapet/delivery";
import { decodeMessage, linkCalls, normaliseSpan, placedSpans, type DecodedRequest, type LlmSpan } from "@parapet/span";

import { attempt } from "./attempt.ts";
import { deadLetterRows, type DeadLetter } from "./dead-letter-rows.ts";
import { findingRow } from "./finding-row.ts";
import { ingestSpan, type IngestSpanDeps } from "./ingest-span.ts";
import { ledgerRow } from "./ledger-row.ts";
import type { RedactedSpan } from "./redact-span.ts";

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
  /** Codes of the faults of our own that ended as dead letters: nothing is lost, but somebody should look into them. */
  readonly faults: readonly string[];
}

/** What was made of a message: rows of the spans that can be stored, and what cannot. */
interface Ingested {
  readonly stored: readonly SpanRows[];
  readonly dead: readonly DeadLetter[];
  readonly faults: readonly string[];
}

interface SpanRows {
  readonly span: SpanRow;
  readonly content: SpanContentRow;
  readonly findings: readonly FindingRow[];
}

/** Position of a dead letter that is a message rather than a span of it: how many spans it holds cannot be known. */
const WHOLE_MESSAGE = -1;

/** A text made of addresses alone would become many times its size in rows. `redaction_count` counts all of them. */
const MAX_FINDINGS_PER_SPAN = 1_000;

/** Decodes a message and makes the rows of its spans; what cannot become a span becomes a dead letter. Never throws. */
export function ingestMessage(message: Message, streamId: string, deps: IngestMessageDeps): MessageRows {
  const tenant = tenantOf(message, deps.topicTenants);
  const { stored, dead, faults } = ingest(message, tenant, deps);
  return {
    spans: stored.map(({ span }) => span),
    contents: stored.map(({ content }) => content),
    findings: stored.flatMap(({ findings }) => findings),
    deadLetters: deadLetterRows(message, tenant, dead),
    ledger: ledgerRow(message, streamId, { stored: stored.length, deadLettered: dead.length }),
    faults,
  };
}

function ingest(message: Message, tenant: string, deps: IngestMessageDeps): Ingested {
  const decoded = attempt(() => decodeMessage(message.value ?? new Uint8Array()));
  if (decoded.kind === "fault") {
    return { stored: [], dead: [{ idx: WHOLE_MESSAGE, reason: "processing_failed" }], faults: [decoded.code] };
  }
  if (decoded.value.kind === "dead_letter") {
    return { stored: [], dead: [{ idx: WHOLE_MESSAGE, reason: decoded.value.reason }], faults: [] };
  }
  return ingestSpans(decoded.value.value, { message, tenant, deps });
}

interface Surroundings {
  readonly message: Message;
  readonly tenant: string;
  readonly deps: IngestMessageDeps;
}

/** A span that our code fails on takes none of the others with it. */
function ingestSpans(request: DecodedRequest, { message, tenant, deps }: Surroundings): Ingested {
  const stored: SpanRows[] = [];
  const dead: DeadLetter[] = [...request.rejected];
  const faults: string[] = [];
  const fail = (idx: number, code: string): void => {
    dead.push({ idx, reason: "processing_failed" });
    faults.push(code);
  };
  const normalised: NormalisedSpan[] = [];
  const context = { tenant, receivedAtMs: message.timestampMs };
  for (const { span, idx } of placedSpans(request)) {
    const outcome = attempt(() => normaliseSpan(span, context));
    if (outcome.kind === "done") normalised.push({ ...outcome.value, idx });
    else fail(idx, outcome.code);
  }
  for (const { idx, ...span } of linkCalls(normalised)) {
    const rows = attempt(() => spanRows(ingestSpan(span, deps), coordinatesOf(message, idx)));
    if (rows.kind === "done") stored.push(rows.value);
    else fail(idx, rows.code);
  }
  return { stored, dead, faults };
}

/** A span with its position in the message. */
type NormalisedSpan = LlmSpan & { readonly idx: number };

function coordinatesOf({ topic, partition, offset }: Message, idx: number): Coordinates {
  return { topic, partition, offset: offset.toString(), idx };
}

function spanRows({ span, findings }: RedactedSpan, coordinates: Coordinates): SpanRows {
  return {
    span: toSpanRow(span, coordinates, findings.length),
    content: toSpanContentRow(span, coordinates),
    findings: findings.slice(0, MAX_FINDINGS_PER_SPAN).map((located) => findingRow(located, span, coordinates)),
  };
}
