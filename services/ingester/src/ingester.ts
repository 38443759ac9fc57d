import { insertToken, type BlockSink, type Message, type MessageRange, type Source } from "@parapet/delivery";
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

import { ingestMessage, unprocessableMessage, type IngestMessageDeps, type MessageRows } from "./ingest-message.ts";
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
  const rows = range.messages.map((message) => ingestOrSetAside(message, range.streamId, deps));
  try {
    await deps.blocks.write(rangeBlocks(rows), insertToken(range), signal);
  } catch (error) {
    metrics.errored(errorCode(error));
    throw error;
  }
  count(rows, metrics, deps.log, range);
}

/** A fault of ours in one message is logged and dead-lettered; thrown, it would stop its partition for ever. */
function ingestOrSetAside(message: Message, streamId: string, deps: IngesterDeps): MessageRows {
  try {
    return ingestMessage(message, streamId, deps);
  } catch (error) {
    deps.log.error("a message could not be processed", {
      code: errorCode(error),
      topic: message.topic,
      partition: message.partition,
      offset: message.offset.toString(),
    });
    return unprocessableMessage(message, streamId, deps);
  }
}

function count(rows: readonly MessageRows[], metrics: StageMetrics, log: Logger, range: MessageRange): void {
  const stored = rows.reduce((sum, row) => sum + row.spans.length, 0);
  const dead = rows.flatMap((row) => row.deadLetters);
  metrics.received(stored + dead.length);
  metrics.sent(stored);
  for (const [reason, letters] of Map.groupBy(dead, (letter) => letter.reason)) {
    metrics.discarded(letters.length, reason);
    log.warn("records dead-lettered", {
      reason,
      count: letters.length,
      topic: range.topic,
      partition: range.partition,
      first_offset: letters[0]?.offset,
    });
  }
}
