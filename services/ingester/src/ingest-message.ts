import {
  saysContent,
  toSpanContentRow,
  toSpanRow,
  type Coordinates,
  type FindingRow,
  type LedgerRow,
  type SpanContentRow,
  type SpanRow,
} from "@parapet/clickhouse";
import { tenantOf, type Message } from "@parapet/delivery";

import { deadLetterRows, type ReasonedRow } from "./dead-letter-rows.ts";
import { findingRow } from "./finding-row.ts";
import { ingestSpan, type IngestSpanDeps } from "./ingest-span.ts";
import { ledgerRow } from "./ledger-row.ts";
import { readSpans } from "./read-spans.ts";
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
  readonly deadLetters: readonly ReasonedRow[];
  readonly ledger: LedgerRow;
  /** Codes of the faults of our own that ended as dead letters: nothing is lost, but somebody should look into them. */
  readonly faults: readonly string[];
}

/** A text made of addresses alone would become many times its size in rows. `redaction_count` counts all of them. */
const MAX_FINDINGS_PER_SPAN = 1_000;

/** Decodes a message and makes the rows of its spans; what cannot become a span becomes a dead letter. Never throws. */
export function ingestMessage(message: Message, streamId: string, deps: IngestMessageDeps): MessageRows {
  const tenant = tenantOf(message, deps.topicTenants);
  const { done, dead, faults } = readSpans(message, tenant, (span, idx) =>
    spanRows(ingestSpan(span, deps), coordinatesOf(message, idx)),
  );
  const rows = done.map(({ value }) => value);
  return {
    spans: rows.map(({ span }) => span),
    contents: rows.flatMap(({ content }) => content ?? []),
    findings: rows.flatMap(({ findings }) => findings),
    deadLetters: deadLetterRows(message, tenant, dead),
    ledger: ledgerRow(message, streamId, { stored: rows.length, deadLettered: dead.length }),
    faults,
  };
}

interface SpanRows {
  readonly span: SpanRow;
  /** Null for a span that says nothing which its row of `spans` does not. */
  readonly content: SpanContentRow | null;
  readonly findings: readonly FindingRow[];
}

function coordinatesOf({ topic, partition, offset }: Message, idx: number): Coordinates {
  return { topic, partition, offset: offset.toString(), idx };
}

function spanRows({ span, findings, redactions }: RedactedSpan, coordinates: Coordinates): SpanRows {
  return {
    span: toSpanRow(span, coordinates, redactions),
    content: saysContent(span) ? toSpanContentRow(span, coordinates) : null,
    findings: findings.slice(0, MAX_FINDINGS_PER_SPAN).map((located) => findingRow(located, span, coordinates)),
  };
}
