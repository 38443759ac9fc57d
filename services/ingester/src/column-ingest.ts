import { SpanBlocks, type LedgerRow } from "@parapet/clickhouse";
import { tenantOf, type Message, type Outcome } from "@parapet/delivery";
import { BatchPricer, priceSpan, type PriceBook, type PriceResolver } from "@parapet/pricing";
import type { KeyedByteHash, KeyedHash } from "@parapet/runtime";
import { BatchCallLinker, SpanBatchDecoder, type DecodedBatch } from "@parapet/span";

import { attempt } from "./attempt.ts";
import { deadLetterRows, WHOLE_MESSAGE, type DeadLetter, type ReasonedRow } from "./dead-letter-rows.ts";
import { ledgerRow } from "./ledger-row.ts";
import { BatchMeter } from "./measure-batch.ts";
import { measureSpan } from "./measure-span.ts";
import type { IngestedRange, RangeIngest } from "./range-ingest.ts";
import { readSpans } from "./read-spans.ts";

export interface ColumnIngestDeps {
  readonly prices: PriceBook & PriceResolver;
  readonly hash: KeyedHash;
  readonly hashBytes: KeyedByteHash;
  readonly topicTenants: ReadonlyMap<string, string>;
}

/**
 * Ingest of spans as they were sent: from the bytes of messages to those of blocks, with objects for odd spans alone.
 * Texts are measured, but neither searched nor changed.
 */
export class ColumnIngest implements RangeIngest {
  readonly #deps: ColumnIngestDeps;
  readonly #decoder = new SpanBatchDecoder({ content: true });
  readonly #pricer: BatchPricer;
  readonly #linker = new BatchCallLinker();
  readonly #meter: BatchMeter;
  readonly #blocks: SpanBlocks;
  #spans = 0;
  #deadLetters: ReasonedRow[] = [];
  #ledger: LedgerRow[] = [];
  #faults: string[] = [];

  /** Without content, the texts themselves are not stored; what is measured of them is. */
  constructor(deps: ColumnIngestDeps, { hasContent }: { readonly hasContent: boolean }) {
    this.#deps = deps;
    this.#pricer = new BatchPricer(deps.prices);
    this.#meter = new BatchMeter(deps);
    this.#blocks = new SpanBlocks({ calls: this.#linker, measures: this.#meter, hasContent });
  }

  add(message: Message, streamId: string): void {
    const tenant = tenantOf(message, this.#deps.topicTenants);
    const { stored, dead } = this.#addSpans(message, tenant);
    this.#spans += stored;
    this.#deadLetters.push(...deadLetterRows(message, tenant, dead));
    this.#ledger.push(ledgerRow(message, streamId, { stored, deadLettered: dead.length }));
  }

  take(): IngestedRange {
    const { blocks, release } = this.#blocks.take();
    const range = {
      blocks: [...blocks, { table: "dead_letters", rows: this.#deadLetters }, { table: "ledger", rows: this.#ledger }],
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
    const { batch, rejected } = read.value.value;
    const unfit = this.#blocks.add(message, batch);
    const dead = [...rejected, ...this.#unfit(unfit)];
    return { stored: batch.rows - dead.length, dead };
  }

  /** Everything that is known of the spans of a message, in columns. */
  #read(message: Message, tenant: string): Outcome<DecodedBatch> {
    const value = message.value ?? new Uint8Array();
    const decoded = this.#decoder.decode(value, { tenant, receivedAtMs: message.timestampMs });
    if (decoded.kind !== "ok") return decoded;
    const { batch } = decoded.value;
    this.#pricer.price(batch);
    this.#linker.link(batch);
    this.#meter.measure(batch);
    return decoded;
  }

  /** A span that our code fails on takes none of the others with it. */
  #addOneByOne(message: Message, tenant: string): Added {
    const { prices, hash } = this.#deps;
    const { done, dead, faults } = readSpans(message, tenant, (span) => measureSpan(priceSpan(span, prices), hash));
    const unfit = done.filter(({ idx, value }) => !this.#blocks.addSpan(message, idx, value)).map(({ idx }) => idx);
    this.#faults.push(...faults);
    return { stored: done.length - unfit.length, dead: [...dead, ...this.#unfit(unfit)] };
  }

  #unfit(rows: readonly number[]): readonly DeadLetter[] {
    this.#faults.push(...rows.map(() => "store_unfit"));
    return rows.map((idx) => ({ idx, reason: "processing_failed" }));
  }
}

interface Added {
  readonly stored: number;
  readonly dead: readonly DeadLetter[];
}
