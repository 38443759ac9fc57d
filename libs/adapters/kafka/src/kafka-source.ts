import type { PartitionLag, RangeHandler, Source } from "@parapet/delivery";
import {
  type BackOff,
  type Clock,
  describeError,
  errorCode,
  type Meter,
  ParapetError,
  retryUntilDone,
  type StageMetrics,
} from "@parapet/runtime";
import type { Admin, Kafka } from "kafkajs";

import { endsWithin, orAborted } from "./bounded-wait.ts";
import type { RangeLimits } from "./close-range.ts";
import { fetchLag } from "./group-offsets.ts";
import { GroupSession } from "./group-session.ts";
import { defaultBackOff } from "./handle-range.ts";
import { createKafkaClient, type KafkaConnection } from "./kafka-client.ts";
import { kafkaErrorCode } from "./kafka-error.ts";
import { observeLag } from "./lag-gauges.ts";
import type { LaneStep, StepRange } from "./lane.ts";
import { partitionKey } from "./partition-key.ts";

export interface KafkaSourceOptions extends KafkaConnection {
  readonly topics: readonly string[];
  readonly groupId: string;
  /** What one range may hold. Twice `maxBytes` is held per partition at most, and one fetch. */
  readonly range: RangeLimits;
  /** What all partitions together may hold, and one fetch more; default 32 MiB. */
  readonly maxTotalBytes?: number;
  readonly clock: Clock;
  /** Names the cluster in every token, where the topic's id follows it; default: the cluster's own id. */
  readonly streamId?: string;
  /**
   * Names how the handler makes rows of messages: letters, digits, `_`, `.` and `-`, 64 at most. With another name than a
   * range was begun under, by another version or setting, the store is looked through before the range is stored.
   */
  readonly encoding?: string;
  readonly metrics?: StageMetrics;
  /** Where the lag is shown: `parapet.consumer.lag.messages` and `.seconds`. */
  readonly meter?: Meter;
  /** How long a dead member keeps its partitions; default 30 s. */
  readonly sessionTimeoutMs?: number;
  /** How long a partition with unread messages may make no progress before the group is joined anew; default 120 s. */
  readonly stallMs?: number;
  /** How often in a row that may not help before the source fails; default 3. */
  readonly maxStalls?: number;
  /** How long a stop waits for the ranges in hand; default 10 s. */
  readonly stopTimeoutMs?: number;
  readonly backOff?: BackOff;
  /** Told of each step of each range as it is taken; for tracing and for the injection of faults. */
  readonly onStep?: (step: LaneStep, range: StepRange) => void;
}

/** How long leaving the group and closing the connections may take. */
const LEAVE_TIMEOUT_MS = 5_000;

const DEFAULT_ENCODING = "1";
const DEFAULT_TOTAL_BYTES = 32 * 1024 * 1024;

/** A consumer group's member. `start` resolves when it has joined, however long the cluster takes to be reached. */
export function createKafkaSource(options: KafkaSourceOptions): Source {
  return new KafkaSource(options);
}

class KafkaSource implements Source {
  readonly #options: KafkaSourceOptions;
  readonly #kafka: Kafka;
  readonly #stopping = new AbortController();
  readonly #failed = Promise.withResolvers<never>();
  #admin: Promise<Admin> | null = null;
  #session: GroupSession | null = null;
  #running: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | null = null;
  #stalls = 0;

  constructor(options: KafkaSourceOptions) {
    this.#options = options;
    this.#kafka = createKafkaClient(options);
    this.#failed.promise.catch(() => undefined); // Whoever waits for it is told; nobody may be waiting yet.
  }

  get failed(): Promise<never> {
    return this.#failed.promise;
  }

  async start(handler: RangeHandler): Promise<void> {
    const { meter, groupId } = this.#options;
    if (meter !== undefined) observeLag(meter, groupId, () => this.#session?.lag() ?? []);
    await new Promise<void>((resolve, reject) => {
      // After the join only a stop or a failure ends it; then nobody listens.
      this.#running = this.#run(handler, resolve).catch(reject);
    });
  }

  async lag(): Promise<readonly PartitionLag[]> {
    const lag = await fetchLag(await this.#connectedAdmin(), this.#options);
    const own = new Map(this.#session?.lag().map((read) => [partitionKey(read.topic, read.partition), read]));
    return lag.map((unread) => {
      const seconds = own.get(partitionKey(unread.topic, unread.partition))?.seconds ?? null;
      return { ...unread, seconds: unread.seconds ?? seconds };
    });
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const { stopTimeoutMs = 10_000, log, groupId } = this.#options;
    const drained = this.#session?.drain() ?? Promise.resolve();
    if (!(await endsWithin(stopTimeoutMs, drained)))
      log.warn("the ranges in hand were not stored in time; they are given up and will be read again", { groupId });
    this.#stopping.abort(new ParapetError("source_stopped", "the source was stopped"));
    const leaving = this.#running.then(async () => (await this.#admin?.catch(() => null))?.disconnect());
    if (!(await endsWithin(LEAVE_TIMEOUT_MS, leaving)))
      log.warn("the group was not left in time; the broker will notice", { groupId });
  }

  /** One session after the other until the stop, or until beginning anew has been in vain too often. */
  async #run(handler: RangeHandler, onJoined: () => void): Promise<void> {
    const { log, groupId, metrics, backOff = defaultBackOff } = this.#options;
    const onFailure = (error: unknown, attempt: number): void => {
      log.warn("the consumer group cannot be served; trying again", {
        groupId,
        attempt,
        reason: kafkaErrorCode(error),
        error: describeError(error),
      });
      metrics?.errored(kafkaErrorCode(error));
      this.#countStall(error);
    };
    await retryUntilDone(() => this.#runSession(handler, onJoined), {
      backOff,
      signal: this.#stopping.signal,
      onFailure,
    });
  }

  /** @throws ParapetError `consumer_stalled` when it is one too many. */
  #countStall(error: unknown): void {
    const { log, groupId, maxStalls = 3 } = this.#options;
    if (errorCode(error) !== "consumer_stalled") return;
    this.#stalls += 1;
    if (this.#stalls <= maxStalls) return;
    log.error("joining the group anew has not helped; giving up, to be started again", {
      groupId,
      stalls: this.#stalls,
    });
    const reason = `no progress, though the group ${groupId} was joined anew ${maxStalls} times`;
    const failure = new ParapetError("consumer_stalled", reason, { cause: error });
    this.#failed.reject(failure);
    throw failure;
  }

  async #runSession(handler: RangeHandler, onJoined: () => void): Promise<never> {
    const { signal } = this.#stopping;
    const session = await this.#createSession(handler);
    try {
      await orAborted(Promise.race([session.open(), session.crashed]), signal);
      this.#session = session;
      onJoined();
      return await orAborted(session.crashed, signal);
    } finally {
      if (session.hasCommitted) this.#stalls = 0;
      this.#session = null;
      await endsWithin(LEAVE_TIMEOUT_MS, session.close());
    }
  }

  async #createSession(handler: RangeHandler): Promise<GroupSession> {
    const { range: limits, sessionTimeoutMs = 30_000, backOff = defaultBackOff } = this.#options;
    const { maxTotalBytes = DEFAULT_TOTAL_BYTES, stallMs = 120_000 } = this.#options;
    const admin = await this.#connectedAdmin();
    const streamId = this.#options.streamId ?? (await admin.describeCluster()).clusterId;
    const settings = { limits, maxTotalBytes, sessionTimeoutMs, stallMs, backOff };
    return new GroupSession({
      encoding: DEFAULT_ENCODING,
      ...this.#options,
      ...settings,
      kafka: this.#kafka,
      admin,
      streamId,
      handler,
    });
  }

  #connectedAdmin(): Promise<Admin> {
    this.#admin ??= this.#connectAdmin();
    return this.#admin;
  }

  async #connectAdmin(): Promise<Admin> {
    const admin = this.#kafka.admin();
    try {
      await admin.connect();
      return admin;
    } catch (error) {
      this.#admin = null; // The next caller tries afresh.
      await admin.disconnect();
      throw error;
    }
  }
}
