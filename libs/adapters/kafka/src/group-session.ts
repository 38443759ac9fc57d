import type { RangeHandler } from "@parapet/delivery";
import {
  type BackOff,
  type Clock,
  describeError,
  type Logger,
  ParapetError,
  retryUntilDone,
  type StageMetrics,
} from "@parapet/runtime";
import type { Admin, Batch, Consumer, EachBatchPayload, Kafka } from "kafkajs";

import type { RangeLimits } from "./close-range.ts";
import { fromKafkaBatch } from "./from-kafka-message.ts";
import { createGeneration, type Generation, partitionKey } from "./generation.ts";
import { fetchLaneStarts } from "./group-offsets.ts";
import { Lane } from "./lane.ts";
import { createRevokingAssigner } from "./revoking-assigner.ts";

export interface GroupSessionOptions {
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly streamId: string;
  readonly topics: readonly string[];
  readonly groupId: string;
  readonly limits: RangeLimits;
  readonly sessionTimeoutMs: number;
  readonly handler: RangeHandler;
  readonly backOff: BackOff;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics?: StageMetrics;
}

/** How long a broker may hold a fetch: the wait before paused partitions are looked at again, and before a stop. */
const FETCH_WAIT_MS = 200;

/** What one fetch from one broker may bring, unless a single range may be larger. */
const MAX_FETCH_BYTES = 10 * 1024 * 1024;

/** The life of one kafkajs consumer, from joining the group to the crash or the stop that ends it. */
export class GroupSession {
  readonly #options: GroupSessionOptions;
  readonly #consumer: Consumer;
  #generation: Generation | null = null;
  #isClosing = false;
  #crash: (error: Error) => void = () => undefined;
  /** Rejects with the reason when the consumer has crashed. */
  readonly crashed: Promise<never>;

  constructor(options: GroupSessionOptions) {
    this.#options = options;
    this.crashed = new Promise((_, reject) => {
      this.#crash = reject;
    });
    this.crashed.catch(() => undefined); // Whoever waits for it is told; nobody may be waiting yet.
    this.#consumer = this.#createConsumer();
  }

  /** Resolves when this member has joined the group. */
  async open(): Promise<void> {
    const { topics } = this.#options;
    const { GROUP_JOIN, STOP, CRASH } = this.#consumer.events;
    this.#consumer.on(GROUP_JOIN, ({ payload }) => this.#begin(payload.memberAssignment));
    this.#consumer.on(STOP, () => this.#revoke());
    this.#consumer.on(CRASH, ({ payload }) => {
      this.#revoke();
      this.#crash(payload.error);
    });
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => this.#deliver(payload),
    });
  }

  /** Begins no further range; resolves when those in hand are committed or given up. */
  async drain(): Promise<void> {
    this.#isClosing = true;
    const lanes = [...(this.#generation?.lanes.values() ?? [])];
    await Promise.all(lanes.map((lane) => lane.close()));
  }

  /** Gives up what is in hand and leaves the group. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#revoke();
    await this.#consumer.disconnect();
  }

  #createConsumer(): Consumer {
    const { kafka, groupId, limits, sessionTimeoutMs } = this.#options;
    return kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: Math.max(sessionTimeoutMs, 10_000),
      heartbeatInterval: Math.min(3_000, Math.floor(sessionTimeoutMs / 5)),
      maxBytesPerPartition: limits.maxBytes,
      maxBytes: Math.max(limits.maxBytes, MAX_FETCH_BYTES),
      maxWaitTimeInMs: FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
      partitionAssigners: [createRevokingAssigner(() => this.#revoke())],
      // A crashed consumer is replaced by a new one, by the source: one rule for all causes.
      retry: { retries: 4, initialRetryTime: 100, maxRetryTime: 2_000, restartOnFailure: () => Promise.resolve(false) },
    });
  }

  #revoke(): void {
    this.#generation?.ending.abort(new ParapetError("partitions_revoked", "the group assigns its partitions anew"));
    this.#generation = null;
  }

  /** Nothing is read before the committed offsets and intents of this generation are known. */
  #begin(assignment: Readonly<Record<string, number[]>>): void {
    // kafkajs forgets a stop that comes while it joins, and would consume for ever; failing the join ends it.
    if (this.#isClosing) throw new ParapetError("source_stopped", "the source was stopped while it joined the group");
    this.#revoke();
    const generation = createGeneration();
    this.#generation = generation;
    const partitions = Object.entries(assignment).map(([topic, partitions]) => ({ topic, partitions }));
    this.#consumer.pause(partitions);
    this.#loadStarts(generation).then(
      () => {
        if (this.#isCurrent(generation)) this.#consumer.resume(partitions);
      },
      () => undefined, // The generation ended meanwhile.
    );
  }

  async #loadStarts(generation: Generation): Promise<void> {
    const { admin, backOff, log, groupId, topics } = this.#options;
    const onFailure = (error: unknown): void =>
      log.warn("cannot read the group's offsets; trying again", { groupId, error: describeError(error) });
    const { signal } = generation.ending;
    const starts = await retryUntilDone(() => fetchLaneStarts(admin, { groupId, topics }), {
      backOff,
      signal,
      onFailure,
    });
    for (const [key, start] of starts) generation.starts.set(key, start);
  }

  #isCurrent(generation: Generation): boolean {
    return this.#generation === generation && !this.#isClosing;
  }

  /** Hands a batch over and moves the position, in one step that no join can interrupt. */
  #deliver(payload: EachBatchPayload): void {
    const generation = this.#generation;
    if (generation === null || !this.#isCurrent(generation)) return;
    const lane = this.#laneOf(generation, payload);
    const last = payload.batch.messages.at(-1);
    if (lane?.offer(fromKafkaBatch(payload.batch)) === true && last !== undefined) payload.resolveOffset(last.offset);
  }

  #laneOf(generation: Generation, payload: EachBatchPayload): Lane | undefined {
    const { batch } = payload;
    const key = partitionKey(batch.topic, batch.partition);
    const existing = generation.lanes.get(key);
    const start = generation.starts.get(key);
    if (existing !== undefined || start === undefined) return existing;
    const lane = new Lane({
      ...this.#options,
      topic: batch.topic,
      partition: batch.partition,
      start,
      signal: generation.ending.signal,
      // Unlike the consumer's own `commitOffsets`, this neither retries under a later generation nor resolves
      // without having committed while the consumer stops.
      commit: (offset, metadata) => {
        generation.ending.signal.throwIfAborted();
        const partitions = [{ partition: batch.partition, offset: String(offset), metadata }];
        return payload.commitOffsetsIfNecessary({ topics: [{ topic: batch.topic, partitions }] });
      },
      flow: this.#flowOf(generation, batch),
    });
    generation.lanes.set(key, lane);
    return lane;
  }

  #flowOf(
    generation: Generation,
    { topic, partition }: Batch,
  ): { readonly pause: () => void; readonly resume: () => void } {
    const partitions = [{ topic, partitions: [partition] }];
    const whileHeld = (act: () => void) => (): void => {
      if (this.#generation === generation) act();
    };
    return {
      pause: whileHeld(() => this.#consumer.pause(partitions)),
      resume: whileHeld(() => this.#consumer.resume(partitions)),
    };
  }
}
