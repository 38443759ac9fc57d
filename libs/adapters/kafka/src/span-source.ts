import type { Source } from "@parapet/delivery";
import { createStageMetrics, systemClock, type Logger, type Meter } from "@parapet/runtime";

import type { RangeLimits } from "./close-range.ts";
import { kafkaConnection, type KafkaSettings } from "./kafka-settings.ts";
import { createKafkaSource, type KafkaSourceOptions } from "./kafka-source.ts";

const MEBIBYTE = 1024 * 1024;

/**
 * What a range of each reader of the span stream may hold: many spans make one cheap insert, but few texts are already
 * seconds of scoring.
 */
export const spanRangeLimits: Readonly<Record<SpanReader, Omit<RangeLimits, "maxWaitMs">>> = {
  ingester: { maxMessages: 2_000, maxBytes: 8 * MEBIBYTE },
  guard: { maxMessages: 64, maxBytes: 2 * MEBIBYTE },
};

/** Who reads the span stream, each in the consumer group `parapet.<reader>`. */
export type SpanReader = "ingester" | "guard";

export interface SpanSourceOptions {
  /** Names this process in the brokers' logs and quotas. */
  readonly clientId: string;
  /** How long the first message of a range may wait for others. */
  readonly maxWaitMs: number;
  /** Names how the reader makes rows of messages: another name for each version and each setting that they depend on. */
  readonly encoding: string;
  readonly log: Logger;
  /** Where lag and the named conditions of the reader are counted. */
  readonly meter?: Meter;
  /** Told of each step of each range. */
  readonly onStep?: NonNullable<KafkaSourceOptions["onStep"]>;
}

/** A reader's view of the span stream that the settings describe: the common topic and those that belong to one tenant. */
export function createSpanSource(
  reader: SpanReader,
  settings: KafkaSettings,
  { clientId, maxWaitMs, log, meter, ...options }: SpanSourceOptions,
): Source {
  return createKafkaSource({
    ...kafkaConnection(settings, clientId, log),
    topics: [settings.PARAPET_KAFKA_TOPIC, ...settings.PARAPET_TOPIC_TENANTS.keys()],
    groupId: `parapet.${reader}`,
    sessionTimeoutMs: settings.PARAPET_KAFKA_SESSION_TIMEOUT_SECONDS * 1_000,
    stallMs: settings.PARAPET_KAFKA_STALL_SECONDS * 1_000,
    range: { ...spanRangeLimits[reader], maxWaitMs },
    clock: systemClock,
    ...(meter === undefined ? {} : { meter, metrics: createStageMetrics(meter, reader, "messages") }),
    ...options,
  });
}
