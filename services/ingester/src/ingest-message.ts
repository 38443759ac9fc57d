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
import { tenantOf, type DeadLetterReason, type Message } from "@parapet/delivery";
import { decodeMessage, placedSpans } from "@parapet/span";

import { attempt } from "./attempt.ts";
import { findingRow } from "./finding-row.ts";
import { ingestSpan, type IngestSpanDeps } from "./ingest-span.ts";
import { deadLetterRows, ledgerRow, type DeadLetter } from "./message-rows.ts";

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
  /** Codes of the faults of our own that became dead letters: the rows are complete, but somebody must look into it. */
  readonly faults: readonly string[];
}

interface SpanRows {
  readonly span: SpanRow;
  readonly content: SpanContentRow;
  readonly findings: readonly FindingRow[];
}

/** A text made of addresses alone would become a hundred times its size in rows; `redaction_count` still counts all. */
const MAX_STORED_FINDINGS_PER_SPAN = 1_000;

const nothing = new Uint8Array();

/** Decodes a message and makes the rows of its spans; what cannot become a span becomes a dead letter. Never throws. */
export function ingestMessage(message: Message, streamId: string, deps: IngestMessageDeps): MessageRows {
  const decoded = attempt(() => decodeMessage(message.value ?? nothing));
  if (decoded.kind === "fault") return rowsOf([], [wholeMessage("processing_failed")], [decoded.code]);
  if (decoded.value.kind === "dead_letter") return rowsOf([], [wholeMessage(decoded.value.reason)], []);

  const request = decoded.value.value;
  const stored: SpanRows[] = [];
  const dead: DeadLetter[] = [...request.rejected];
  const faults: string[] = [];
  const tenant = tenantOf(message, deps.topicTenants);
  for (const { span, idx } of placedSpans(request)) {
    const context = { tenant, receivedAtMs: message.timestampMs };
    const rows = attempt(() => spanRows(ingestSpan(span, context, deps), coordinatesOf(message, idx)));
    if (rows.kind === "done") stored.push(rows.value);
    else {
      dead.push({ idx, reason: "processing_failed" });
      faults.push(rows.code);
    }
  }
  return rowsOf(stored, dead, faults);

  function rowsOf(spans: readonly SpanRows[], letters: readonly DeadLetter[], codes: readonly string[]): MessageRows {
    return messageRows(spans, letters, codes);
  }
}
