import type { PartitionLag, RangeHandler, Source } from "@parapet/delivery";
import {
  type BackOff,
  type Clock,
  describeError,
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

export interface KafkaSourceOptions extends KafkaConnection {
  readonly topics: readonly string[];
  readonly groupId: string;
  /** What one range may hold. Twice `maxBytes` is held per partition at most, and one fetch. */
  readonly range: RangeLimits;
  readonly clock: Clock;
  /** Goes into every token. Name a new one when a topic is created anew, for its offsets begin again; default: the cluster's id. */
  readonly streamId?: string;
  readonly metrics?: StageMetrics;
  /** How long a dead member keeps its partitions; default 30 s. */
  readonly sessionTimeoutMs?: number;
  /** How long a stop waits for the ranges in hand; default 10 s. */
  readonly stopTimeoutMs?: number;
  readonly backOff?: BackOff;
}

/** How long leaving the group and closing the connections may take. */
const LEAVE_TIMEOUT_MS = 5_000;

/** A consumer group's member. `start` resolves when it has joined, however long the cluster takes to be reached. */
export function createKafkaSource(options: KafkaSourceOptions): Source {
  return new KafkaSource(options);
}

class KafkaSource implements Source {
  readonly #options: KafkaSourceOptions;
  readonly #kafka: Kafka;
  readonly #stopping = new AbortController();
  #admin: Promise<Admin> | null = null;
  #session: GroupSession | null = null;
  #running: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | null = null;

  constructor(options: KafkaSourceOptions) {
    this.#options = options;
    this.#kafka = createKafkaClient(options);
  }

  async start(handler: RangeHandler): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#running = this.#run(handler, resolve).catch(reject); // After the join only a stop ends it; then nobody listens.
    });
  }

  async lag(): Promise<readonly PartitionLag[]> {
    return fetchLag(await this.#connectedAdmin(), this.#options);
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

  /** One session after the other until the stop. */
  async #run(handler: RangeHandler, onJoined: () => void): Promise<void> {
    const { log, groupId, backOff = defaultBackOff } = this.#options;
    const onFailure = (error: unknown, attempt: number): void => {
      log.warn("the consumer group cannot be served; trying again", { groupId, attempt, error: describeError(error) });
    };
    await retryUntilDone(() => this.#runSession(handler, onJoined), {
      backOff,
      signal: this.#stopping.signal,
      onFailure,
    });
  }

  async #runSession(handler: RangeHandler, onJoined: () => void): Promise<never> {
    const { range: limits, sessionTimeoutMs = 30_000, backOff = defaultBackOff } = this.#options;
    const admin = await this.#connectedAdmin();
    const streamId = this.#options.streamId ?? (await admin.describeCluster()).clusterId;
    const session = new GroupSession({
      ...this.#options,
      kafka: this.#kafka,
      admin,
      streamId,
      limits,
      sessionTimeoutMs,
      backOff,
      handler,
    });
    const { signal } = this.#stopping;
    try {
      await orAborted(Promise.race([session.open(), session.crashed]), signal);
      this.#session = session;
      onJoined();
      return await orAborted(session.crashed, signal);
    } finally {
      this.#session = null;
      await endsWithin(LEAVE_TIMEOUT_MS, session.close());
    }
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
