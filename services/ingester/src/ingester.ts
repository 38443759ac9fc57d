import { setImmediate } from "node:timers/promises";

import { storeBlocks, type BlockSink, type DeadLetterSink, type MessageRange, type Source } from "@parapet/delivery";
import type { PriceBook, PriceResolver } from "@parapet/pricing";
import {
  createStageMetrics,
  errorCode,
  traced,
  type KeyedByteHash,
  type Logger,
  type Meter,
  type Service,
  type StageMetrics,
  type Tracer,
} from "@parapet/runtime";

import { ByteGate } from "./byte-gate.ts";
import { ColumnIngest } from "./column-ingest.ts";
import { deadLetterRecords } from "./dead-letter-records.ts";
import { HeldRanges, type HeldRange } from "./held-ranges.ts";
import type { IngestMessageDeps } from "./ingest-message.ts";
import type { IngestedRange, RangeIngest } from "./range-ingest.ts";
import type { BatchCaptureDeps } from "./capture-batch.ts";

export interface IngesterDeps extends IngestMessageDeps, BatchCaptureDeps {
  readonly source: Source;
  readonly blocks: BlockSink;
  readonly prices: PriceBook & PriceResolver;
  readonly hashBytes: KeyedByteHash;
  /** Where dead letters are told of, beside the table of that name. */
  readonly deadLetters?: DeadLetterSink;
  readonly meter: Meter;
  readonly tracer: Tracer;
  readonly log: Logger;
}

/** Ranges that are made into blocks, or wait for the store, at a time: bytes of their messages. */
const MAX_BYTES_IN_WORK = 16 * 1_024 * 1_024;

/** How long work goes on before heartbeats and other services have their turn. */
const TURN_MS = 5;

/** Moves spans from the stream to the store. A range's offsets are committed only when all its rows are durable. */
export function createIngester(deps: IngesterDeps): Service {
  const ingester = new Ingester(deps);
  const handle = (range: MessageRange, signal: AbortSignal): Promise<void> =>
    traced(deps.tracer, "ingest range", { "messaging.batch.message_count": range.messages.length }, () =>
      ingester.ingest(range, signal),
    );
  const { source } = deps;
  return { name: "ingester", start: () => source.start(handle), stop: () => source.stop(), failed: source.failed };
}

class Ingester {
  readonly #deps: IngesterDeps;
  readonly #metrics: StageMetrics;
  readonly #ingest: RangeIngest;
  /** One range at a time is made into blocks: there is one core for it, and one set of columns. */
  readonly #turn = new ByteGate(1);
  readonly #held = new HeldRanges(MAX_BYTES_IN_WORK);

  constructor(deps: IngesterDeps) {
    this.#deps = deps;
    this.#metrics = createStageMetrics(deps.meter, "ingester", "spans");
    this.#ingest = new ColumnIngest(deps);
  }

  async ingest(range: MessageRange, signal: AbortSignal): Promise<void> {
    const held = await this.#held.hold(range, signal, () =>
      this.#turn.within(1, signal, () => this.#ingestMessages(range, signal)),
    );
    await this.#store(range, held, signal);
    this.#held.letGo(range);
    report(range, held.ingested, this.#deps.log, this.#metrics);
  }

  async #ingestMessages({ messages, streamId }: MessageRange, signal: AbortSignal): Promise<IngestedRange> {
    this.#ingest.clear();
    let turnEndMs = performance.now() + TURN_MS;
    for (const message of messages) {
      if (performance.now() >= turnEndMs) {
        await setImmediate();
        signal.throwIfAborted();
        turnEndMs = performance.now() + TURN_MS;
      }
      this.#ingest.add(message, streamId);
    }
    return this.#ingest.take();
  }

  async #store(range: MessageRange, held: HeldRange, signal: AbortSignal): Promise<void> {
    const { blocks, deadLetters, release } = held.ingested;
    try {
      for (const block of blocks.slice(held.stored)) {
        await storeBlocks(this.#deps.blocks, range, [block], signal);
        held.stored += 1;
      }
      if (!held.hasFailed) release();
      if (deadLetters.length > 0) await this.#deps.deadLetters?.write(deadLetterRecords(deadLetters), signal);
    } catch (error) {
      held.hasFailed = true;
      if (!signal.aborted) this.#metrics.errored(errorCode(error));
      throw error;
    }
  }
}

function report(
  { topic, partition }: MessageRange,
  { spans, deadLetters, faults }: IngestedRange,
  log: Logger,
  metrics: StageMetrics,
): void {
  metrics.received(spans + deadLetters.length);
  metrics.sent(spans);
  const place = { topic, partition };
  for (const [reason, { length: count, 0: first }] of Map.groupBy(deadLetters, (letter) => letter.reason)) {
    metrics.discarded(count, reason);
    log.warn("records dead-lettered", { ...place, reason, count, first_offset: first?.offset });
  }
  for (const [code, { length: count }] of Map.groupBy(faults, String)) {
    log.error("records could not be processed; this is a fault of the ingester", { ...place, code, count });
  }
}
