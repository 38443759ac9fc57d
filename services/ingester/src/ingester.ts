import { setImmediate } from "node:timers/promises";

import { insertToken, type BlockSink, type MessageRange, type Source } from "@parapet/delivery";
import {
  createStageMetrics,
  errorCode,
  traced,
  type Logger,
  type Meter,
  type Service,
  type StageMetrics,
  type Tracer,
} from "@parapet/runtime";

import { ingestMessage, type IngestMessageDeps, type MessageRows } from "./ingest-message.ts";
import { rangeBlocks } from "./range-blocks.ts";

export interface IngesterDeps extends IngestMessageDeps {
  readonly source: Source;
  readonly blocks: BlockSink;
  readonly meter: Meter;
  readonly tracer: Tracer;
  readonly log: Logger;
}

/** Moves spans from the stream to the store. A range's offsets are committed only when all its rows are durable. */
export function createIngester(deps: IngesterDeps): Service {
  const metrics = createStageMetrics(deps.meter, "ingester", "spans");
  const handle = (range: MessageRange, signal: AbortSignal): Promise<void> =>
    traced(deps.tracer, "ingest range", { "messaging.batch.message_count": range.messages.length }, () =>
      ingestRange(range, signal, deps, metrics),
    );
  return { name: "ingester", start: () => deps.source.start(handle), stop: () => deps.source.stop() };
}

async function ingestRange(
  range: MessageRange,
  signal: AbortSignal,
  deps: IngesterDeps,
  metrics: StageMetrics,
): Promise<void> {
  const rows = await ingestMessages(range, signal, deps);
  try {
    await deps.blocks.write(rangeBlocks(rows), insertToken(range), signal);
  } catch (error) {
    if (!signal.aborted) metrics.errored(errorCode(error));
    throw error;
  }
  report(range, rows, deps.log, metrics);
}

async function ingestMessages(
  { messages, streamId }: MessageRange,
  signal: AbortSignal,
  deps: IngesterDeps,
): Promise<readonly MessageRows[]> {
  const rows: MessageRows[] = [];
  for (const message of messages) {
    // A range is seconds of work: between two messages, heartbeats and other services have their turn.
    await setImmediate();
    signal.throwIfAborted();
    rows.push(ingestMessage(message, streamId, deps));
  }
  return rows;
}

function report(range: MessageRange, rows: readonly MessageRows[], log: Logger, metrics: StageMetrics): void {
  const stored = rows.reduce((sum, { spans }) => sum + spans.length, 0);
  const letters = rows.flatMap(({ deadLetters }) => deadLetters);
  metrics.received(stored + letters.length);
  metrics.sent(stored);
  const place = { topic: range.topic, partition: range.partition };
  for (const [reason, { length: count, 0: first }] of Map.groupBy(letters, (letter) => letter.reason)) {
    metrics.discarded(count, reason);
    log.warn("records dead-lettered", { ...place, reason, count, first_offset: first?.offset });
  }
  for (const [code, { length: count }] of Map.groupBy(
    rows.flatMap(({ faults }) => faults),
    String,
  )) {
    log.error("records could not be processed; this is a fault of the ingester", { ...place, code, count });
  }
}
