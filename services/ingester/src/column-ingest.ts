import { SpanBlocks, type FindingRow, type LedgerRow } from "@parapet/clickhouse";
import { ok, tenantOf, type Message, type Outcome } from "@parapet/delivery";
import { BatchPricer, type PriceBook, type PriceResolver } from "@parapet/pricing";
import type { KeyedByteHash } from "@parapet/runtime";
import { BatchCallLinker, SpanBatchDecoder, type DecodedBatch } from "@parapet/span";

import { attempt } from "./attempt.ts";
import { deadLetterRows, WHOLE_MESSAGE, type DeadLetter, type ReasonedRow } from "./dead-letter-rows.ts";
import { findingRow } from "./finding-row.ts";
import { ingestSpan, type IngestSpanDeps } from "./ingest-span.ts";
import { ledgerRow } from "./ledger-row.ts";
import { BatchMeter } from "./measure-batch.ts";
import type { IngestedRange, RangeIngest } from "./range-ingest.ts";
import { readSpans } from "./read-spans.ts";
import { BatchCapture, type BatchCaptureDeps, type CapturedRow } from "./capture-batch.ts";
import { modesOf } from "./capture-policy.ts";
import type { RedactedSpan } from "./redact-span.ts";

export interface ColumnIngestDeps extends BatchCaptureDeps, IngestSpanDeps {
  readonly prices: PriceBook & PriceResolver;
  readonly hashBytes: KeyedByteHash;
  readonly topicTenants: ReadonlyMap<string, string>;
}

/** A text made of addresses alone would become many times its size in rows. `redaction_count` counts all of them. */
const MAX_FINDINGS_PER_SPAN = 1_000;
const MAX_FINDINGS_PER_MESSAGE = 20_000;

/** Ingest from the bytes of messages to those of blocks, with objects for odd spans and for redacted ones alone. */
export class ColumnIngest implements RangeIngest {
  readonly #deps: ColumnIngestDeps;
  readonly #decoder = new SpanBatchDecoder({ content: true });
  readonly #pricer: BatchPricer;
  readonly #linker = new BatchCallLinker();
  readonly #meter: BatchMeter;
  readonly #blocks: SpanBlocks;
  readonly #capture: BatchCapture;
  #spans = 0;
  #deadLetters: ReasonedRow[] = [];
  #ledger: LedgerRow[] = [];
  #findings: FindingRow[] = [];
  /** Of the message at hand. */
  #messageFindings = 0;
  #faults: string[] = [];

  constructor(deps: ColumnIngestDeps) {
    this.#deps = deps;
    this.#pricer = new BatchPricer(deps.prices);
    this.#meter = new BatchMeter(deps);
    this.#capture = new BatchCapture(deps);
    const hasContent = modesOf(deps.capture).size > 1 || deps.capture.default !== "none";
    this.#blocks = new SpanBlocks({ calls: this.#linker, measures: this.#meter, hasContent });
  }

  add(message: Message, streamId: string): void {
    const tenant = tenantOf(message, this.#deps.topicTenants);
    this.#messageFindings = 0;
    const { stored, dead } = this.#addSpans(message, tenant);
    this.#spans += stored;
    this.#deadLetters.push(...deadLetterRows(message, tenant, dead));
    this.#ledger.push(ledgerRow(message, streamId, { stored, deadLettered: dead.length }));
  }

  take(): IngestedRange {
    const { blocks, release } = this.#blocks.take();
    const range = {
      // The ledger comes last: its rows say that all the others are there.
      blocks: [
        ...blocks,
        { table: "findings", rows: this.#findings },
        { table: "dead_letters", rows: this.#deadLetters },
        { table: "ledger", rows: this.#ledger },
      ],
      spans: this.#spans,
      deadLetters: this.#deadLetters,
      faults: this.#faults,
      release,
    };
    this.#begin();
    return range;
  }

  clear(): void {
    this.#blocks.clear();
    this.#begin();
  }

  #begin(): void {
    this.#spans = 0;
    this.#deadLetters = [];
    this.#ledger = [];
    this.#findings = [];
    this.#faults = [];
  }

  #addSpans(message: Message, tenant: string): Added {
    const read = attempt(() => this.#read(message, tenant));
    if (read.kind === "fault") {
      this.#faults.push(read.code);
      return this.#addOneByOne(message, tenant);
    }
    if (read.value.kind === "dead_letter")
      return { stored: 0, dead: [{ idx: WHOLE_MESSAGE, reason: read.value.reason }] };
    const { batch, rejected, found } = read.value.value;
    const unfit = this.#blocks.add(message, batch);
    for (const row of found) if (!unfit.includes(row.row)) this.#addFindings(message, row.row, row);
    const dead = [...rejected, ...this.#unfit(unfit)];
    return { stored: batch.rows - dead.length, dead };
  }

  /** Everything that is known of the spans of a message, in columns. */
  #read(message: Message, tenant: string): Outcome<SearchedBatch> {
    const value = message.value ?? new Uint8Array();
    const decoded = this.#decoder.decode(value, { tenant, receivedAtMs: message.timestampMs });
    if (decoded.kind !== "ok") return decoded;
    const { batch, rejected } = decoded.value;
    this.#pricer.price(batch);
    this.#linker.link(batch);
    this.#meter.measure(batch);
    const found = this.#capture.capture(batch, this.#linker, this.#meter);
    this.#meter.redactions = new Map(found.map(({ row, redactions }) => [row, redactions]));
    return ok({ batch, rejected, found });
  }

  /** A span that our code fails on takes none of the others with it. */
  #addOneByOne(message: Message, tenant: string): Added {
    const { done, dead, faults } = readSpans(message, tenant, (span) => ingestSpan(span, this.#deps));
    const unfit = done
      .filter(({ idx, value }) => {
        const isFit = this.#blocks.addSpan(message, idx, value);
        if (isFit) this.#addFindings(message, idx, value);
        return !isFit;
      })
      .map(({ idx }) => idx);
    this.#faults.push(...faults);
    return { stored: done.length - unfit.length, dead: [...dead, ...this.#unfit(unfit)] };
  }

  #addFindings({ topic, partition, offset }: Message, idx: number, { span, findings }: RedactedSpan): void {
    const coordinates = { topic, partition, offset: offset.toString(), idx };
    const room = Math.min(MAX_FINDINGS_PER_SPAN, MAX_FINDINGS_PER_MESSAGE - this.#messageFindings);
    const rows = findings.slice(0, room).map((found) => findingRow(found, span, coordinates));
    this.#messageFindings += rows.length;
    this.#findings.push(...rows);
  }

  #unfit(rows: readonly number[]): readonly DeadLetter[] {
    this.#faults.push(...rows.map(() => "store_unfit"));
    return rows.map((idx) => ({ idx, reason: "processing_failed" }));
  }
}

interface SearchedBatch extends DecodedBatch {
  readonly found: readonly CapturedRow[];
}

interface Added {
  readonly stored: number;
  readonly dead: readonly DeadLetter[];
}
