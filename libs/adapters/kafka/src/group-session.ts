import type { PartitionLag } from "@parapet/delivery";
import { describeError, ParapetError, retryUntilDone } from "@parapet/runtime";
import type { Admin, Cluster, Consumer, EachBatchPayload, Kafka } from "kafkajs";

import { consumerGroupOf, type TopicPartition } from "./consumer-group.ts";
import { Generation, type LaneSettings } from "./generation.ts";
import { fetchPartitionStarts, type PartitionStart } from "./group-offsets.ts";
import { type Membership, membershipOf } from "./membership.ts";
import { fetchBounds, fetchHighs } from "./partition-bounds.ts";
import { partitionKey } from "./partition-key.ts";
import { createRevokingAssigner, type RevokingAssigner } from "./revoking-assigner.ts";
import { StallWatch } from "./stall-watch.ts";
import { fetchTopicId } from "./topic-ids.ts";

export interface GroupSessionOptions extends LaneSettings {
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly topics: readonly string[];
  readonly groupId: string;
  /** How long a partition with unread messages may make no progress. */
  readonly stallMs: number;
}

/** How long a broker may hold a fetch: the wait before paused partitions are looked at again, and before a stop. */
const FETCH_WAIT_MS = 200;

/** What one fetch from one broker may bring, unless a single message is larger. */
const MAX_FETCH_BYTES = 4 * 1024 * 1024;

/** No partition's share of a fetch is smaller: a batch that does not fit is sent in part, for nothing. Kafka's own bound. */
const MIN_PARTITION_BYTES = 1024 * 1024;

/** How often the ends of the logs are asked for, unless stalls are to be noticed sooner. */
const LOOK_MS = 5_000;

/** The life of one kafkajs consumer, from joining the group to the crash or the stop that ends it. */
export class GroupSession {
  readonly #options: GroupSessionOptions;
  readonly #assigner: RevokingAssigner;
  readonly #consumer: Consumer;
  readonly #stalls: StallWatch;
  readonly #crashed = Promise.withResolvers<never>();
  #generation: Generation | null = null;
  #isClosing = false;
  #looking: NodeJS.Timeout | undefined;
  #hasCommitted = false;

  constructor(options: GroupSessionOptions) {
    this.#options = options;
    this.#stalls = new StallWatch(options.clock);
    this.#crashed.promise.catch(() => undefined); // Whoever waits for it is told; nobody may be waiting yet.
    this.#assigner = createRevokingAssigner(() => this.#revoke());
    this.#consumer = this.#createConsumer();
  }

  /** Rejects with the reason when the session cannot go on and is to be replaced by a new one. */
  get crashed(): Promise<never> {
    return this.#crashed.promise;
  }

  /** Whether a range was stored and committed. */
  get hasCommitted(): boolean {
    return this.#hasCommitted;
  }

  /** Resolves when this member has joined the group. */
  async open(): Promise<void> {
    const { topics, stallMs } = this.#options;
    const { GROUP_JOIN, STOP, CRASH } = this.#consumer.events;
    this.#consumer.on(GROUP_JOIN, ({ payload }) => this.#begin(payload.memberAssignment));
    this.#consumer.on(STOP, () => this.#revoke());
    this.#consumer.on(CRASH, ({ payload }) => this.#fail(payload.error));
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => this.#deliver(payload),
    });
    this.#looking = setInterval(() => void this.#look(), Math.min(LOOK_MS, stallMs / 4));
  }

  /** Begins no further range; resolves when those in hand are committed or given up. */
  async drain(): Promise<void> {
    this.#isClosing = true;
    await this.#generation?.drain();
  }

  /** Gives up what is in hand and leaves the group. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#looking);
    this.#revoke();
    await this.#consumer.disconnect();
  }

  /** Of the partitions that this member reads, as far as it knows. */
  lag(): readonly PartitionLag[] {
    return this.#generation?.lag() ?? [];
  }

  get #cluster(): Cluster {
    return this.#assigner.made().cluster;
  }

  #createConsumer(): Consumer {
    const { kafka, groupId, limits, sessionTimeoutMs } = this.#options;
    return kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: Math.max(sessionTimeoutMs, 10_000),
      heartbeatInterval: Math.min(3_000, Math.floor(sessionTimeoutMs / 5)),
      maxBytesPerPartition: limits.maxBytes,
      maxBytes: MAX_FETCH_BYTES,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
      partitionAssigners: [this.#assigner.create],
      // A crashed consumer is replaced by a new one, by the source: one rule for all causes.
      retry: { retries: 4, initialRetryTime: 100, maxRetryTime: 2_000, restartOnFailure: () => Promise.resolve(false) },
    });
  }

  #revoke(): void {
    this.#generation?.end();
    this.#generation = null;
  }

  #fail(error: Error): void {
    this.#revoke();
    this.#crashed.reject(error);
  }

  /** Nothing is read before the committed offsets and intents of this generation are known. */
  #begin(assignment: Readonly<Record<string, number[]>>): void {
    // kafkajs forgets a stop that comes while it joins, and would consume for ever; failing the join ends it.
    if (this.#isClosing) throw new ParapetError("source_stopped", "the source was stopped while it joined the group");
    this.#revoke();
    const places = Object.entries(assignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    this.#pause(places);
    const group = consumerGroupOf(this.#assigner.made().assigner);
    group.maxBytesPerPartition = shareOfFetch(places.length, this.#options.limits.maxBytes);
    const membership = membershipOf(group, (place) => this.#onOutOfRange(generation, place));
    const generation = this.#createGeneration(membership);
    this.#generation = generation;
    this.#fetchStarts(generation, places).then(
      (starts) => {
        if (this.#isCurrent(generation)) generation.begin(starts);
      },
      () => undefined, // The generation ended meanwhile.
    );
  }

  #createGeneration(membership: Membership): Generation {
    const { onStep } = this.#options;
    return new Generation({
      ...this.#options,
      membership,
      stalls: this.#stalls,
      pause: (places) => this.#pause(places),
      resume: (places) => this.#consumer.resume(toKafkaTopics(places)),
      isSameTopic: (place, topicId, signal) => this.#isSameTopic(place, topicId, signal),
      oldestOffset: (place) => this.#oldestOffset(place),
      onLaneEnded: ({ topic, partition }, cause) => {
        const reason = `the lane of ${topic}/${partition} ended; its partition is begun anew`;
        if (!this.#isClosing) this.#fail(new ParapetError("lane_ended", reason, { cause }));
      },
      onStep: (step, range) => {
        this.#hasCommitted ||= step === "committed";
        onStep?.(step, range);
      },
    });
  }

  #pause(places: readonly TopicPartition[]): void {
    this.#consumer.pause(toKafkaTopics(places));
  }

  async #fetchStarts(generation: Generation, places: readonly TopicPartition[]): Promise<readonly PartitionStart[]> {
    const { admin, backOff, log, groupId } = this.#options;
    const onFailure = (error: unknown): void =>
      log.warn("cannot read where the group's partitions begin; trying again", {
        groupId,
        error: describeError(error),
      });
    const attempt = (): Promise<readonly PartitionStart[]> =>
      fetchPartitionStarts({ admin, cluster: this.#cluster }, groupId, places);
    const { signal } = generation;
    return retryUntilDone(() => this.#withFreshMetadata(attempt), { backOff, signal, onFailure });
  }

  /** What kafkajs knows of a topic may be of its former life, or name a leader that is none any more. */
  async #withFreshMetadata<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      await this.#cluster.refreshMetadata();
      throw error;
    }
  }

  async #isSameTopic({ topic, partition }: TopicPartition, topicId: string, signal: AbortSignal): Promise<boolean> {
    const { backOff, log } = this.#options;
    const onFailure = (error: unknown): void =>
      log.warn("cannot ask for the topic's id; trying again", { topic, partition, error: describeError(error) });
    const attempt = (): Promise<string | null> => fetchTopicId(this.#cluster, topic, partition);
    const id = await retryUntilDone(() => this.#withFreshMetadata(attempt), { backOff, signal, onFailure });
    return id === topicId;
  }

  async #oldestOffset(place: TopicPartition): Promise<bigint> {
    const bounds = await this.#withFreshMetadata(() => fetchBounds(this.#cluster, [place]));
    const known = bounds.get(partitionKey(place.topic, place.partition));
    if (known !== undefined) return known.low;
    throw new ParapetError("unknown_partition", `${place.topic}/${place.partition} does not exist (any more)`);
  }

  /** The log no longer begins where it is to be read, or ends before. */
  async #onOutOfRange(generation: Generation, place: TopicPartition): Promise<void> {
    const id = await fetchTopicId(this.#cluster, place.topic, place.partition);
    const bounds = (await fetchBounds(this.#cluster, [place])).get(partitionKey(place.topic, place.partition));
    if (!generation.isOfTopic(place, id))
      this.#fail(new ParapetError("topic_recreated", `the topic ${place.topic} was deleted, or created anew`));
    else if (bounds !== undefined) generation.moveWithin(place, bounds);
  }

  #isCurrent(generation: Generation): boolean {
    return this.#generation === generation && !this.#isClosing;
  }

  /** Hands a batch over and moves the position, in one step that no join can interrupt. */
  #deliver(payload: EachBatchPayload): void {
    const last = payload.batch.messages.at(-1);
    if (this.#isClosing || last === undefined) return;
    if (this.#generation?.take(payload.batch) === true) payload.resolveOffset(last.offset);
  }

  /** Asks where the logs end: for the lag, and to tell a consumer that has nothing to do from one that does nothing. */
  async #look(): Promise<void> {
    const generation = this.#generation;
    const { stallMs, log, groupId } = this.#options;
    if (generation === null || generation.places.length === 0) return;
    try {
      generation.setHighs(await fetchHighs(this.#cluster, generation.places));
    } catch (error) {
      log.debug("cannot ask where the logs end", { groupId, error: describeError(error) });
      return;
    }
    const [stalled] = generation.stalledFor(stallMs);
    if (stalled === undefined || !this.#isCurrent(generation)) return;
    this.#fail(
      new ParapetError("consumer_stalled", `${stalled} has unread messages and was not read for ${stallMs} ms`),
    );
  }
}

/**
 * Kafka fills a fetch partition by partition, and kafkajs names them in a new order each time: with equal shares, none has
 * to wait for another's backlog, and where all of them together are too much, none always comes last.
 */
function shareOfFetch(partitions: number, maxRangeBytes: number): number {
  const share = Math.floor(MAX_FETCH_BYTES / Math.max(1, partitions));
  return Math.min(maxRangeBytes, Math.max(share, MIN_PARTITION_BYTES));
}

function toKafkaTopics(places: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
  const topics = Map.groupBy(places, ({ topic }) => topic);
  return [...topics].map(([topic, group]) => ({ topic, partitions: group.map(({ partition }) => partition) }));
}
