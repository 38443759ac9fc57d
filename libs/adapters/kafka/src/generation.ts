import { decideOpening, type OffsetBounds, type PartitionLag, type RangeHandler } from "@parapet/delivery";
import { type BackOff, type Clock, type Logger, ParapetError, type StageMetrics } from "@parapet/runtime";
import type { Batch } from "kafkajs";

import type { RangeLimits } from "./close-range.ts";
import type { TopicPartition } from "./consumer-group.ts";
import { FetchGate, type FetchGateOptions } from "./fetch-gate.ts";
import { fromKafkaBatch } from "./from-kafka-message.ts";
import type { PartitionStart } from "./group-offsets.ts";
import { HeldMessages } from "./held-messages.ts";
import { type FetchedMessages, Lane, type LaneStep, type StepRange } from "./lane.ts";
import { movedOut } from "./lent-frames.ts";
import type { Membership } from "./membership.ts";
import { partitionKey } from "./partition-key.ts";
import type { StallWatch } from "./stall-watch.ts";

/** What lanes are given whatever their partition. */
export interface LaneSettings {
  /** The part of every stream id that names the cluster; the topic's id is the rest. */
  readonly streamId: string;
  readonly encoding: string;
  readonly limits: RangeLimits;
  readonly maxTotalBytes: number;
  readonly sessionTimeoutMs: number;
  readonly handler: RangeHandler;
  readonly backOff: BackOff;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics?: StageMetrics;
  readonly onStep?: (step: LaneStep, range: StepRange) => void;
}

export interface GenerationOptions extends LaneSettings {
  readonly membership: Membership;
  readonly stalls: StallWatch;
  readonly pause: (places: readonly TopicPartition[]) => void;
  readonly resume: (places: readonly TopicPartition[]) => void;
  readonly isSameTopic: (place: TopicPartition, topicId: string, signal: AbortSignal) => Promise<boolean>;
  readonly oldestOffset: (place: TopicPartition) => Promise<bigint>;
  /** A lane ended though its generation goes on: nobody reads its partition any more. `cause` is set for a fault. */
  readonly onLaneEnded: (place: TopicPartition, cause?: unknown) => void;
}

interface HeldPartition {
  readonly place: TopicPartition;
  readonly topicId: string;
  readonly lane: Lane;
  /** The last offset of a range that is formed again; null when there is none. */
  readonly replayedTo: bigint | null;
  /** Nothing is read until somebody has mended the group's offset. */
  readonly isHalted: boolean;
  /** The offset behind what is committed. */
  committed: bigint;
  /** The end of the log when it was last asked for. */
  high: bigint;
  /** Timestamp of the newest message that was taken. */
  newestMs: number | null;
}

/** How many fetches a partition may hold in the memory in which they came: more than while all are stored at one pace. */
const FETCHES_IN_PLACE = 12;

/** What this member holds between two joins of the group. Nothing of it outlives `end`. */
export class Generation {
  readonly #options: GenerationOptions;
  readonly #ending = new AbortController();
  readonly #partitions = new Map<string, HeldPartition>();
  readonly #held = new HeldMessages();
  readonly #gate: FetchGate;

  constructor(options: GenerationOptions) {
    this.#options = options;
    const whileHeld =
      (act: FetchGateOptions["pause"]) =>
      (places: readonly TopicPartition[]): void => {
        if (!this.signal.aborted) act(places);
      };
    const { maxTotalBytes, pause, resume } = options;
    this.#gate = new FetchGate({ maxTotalBytes, pause: whileHeld(pause), resume: whileHeld(resume) });
  }

  /** Aborts at the end of the generation. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  get places(): readonly TopicPartition[] {
    return [...this.#partitions.values()].map(({ place }) => place);
  }

  /** Begins a lane for each partition, which is fetched from where it starts. */
  begin(starts: readonly PartitionStart[]): void {
    const { stalls } = this.#options;
    stalls.watch(starts.map(({ place }) => keyOf(place)));
    for (const start of starts) this.#beginPartition(start);
  }

  end(): void {
    this.#ending.abort(new ParapetError("partitions_revoked", "the group assigns its partitions anew"));
    this.#held.clear();
  }

  /** Begins no further range; resolves when those in hand are committed or given up. */
  async drain(): Promise<void> {
    await Promise.all([...this.#partitions.values()].map(({ lane }) => lane.close()));
  }

  /** Hands a fetch to its lane; false when it must be fetched again. */
  take(batch: Batch): boolean {
    const key = partitionKey(batch.topic, batch.partition);
    const partition = this.#partitions.get(key);
    if (partition === undefined || !this.#gate.isOpen(key)) return false;
    const fetched = this.#fetchedOf(batch, key);
    if (!partition.lane.offer(fetched)) return false;
    const last = fetched.messages.at(-1);
    if (last === undefined) return true;
    partition.newestMs = last.timestampMs;
    partition.high = maxOf(partition.high, BigInt(batch.highWatermark));
    this.#options.stalls.progressed(key);
    this.#held.add(key, fetched.messages);
    if (partition.replayedTo === null || last.offset >= partition.replayedTo) this.#gate.endExemption(key);
    this.#gate.setTotal(this.#held.bytes);
    this.#hurryLargest();
    return true;
  }

  /** What waits for long must not keep whole fetches in memory of which most is other partitions' and long stored. */
  #fetchedOf(batch: Batch, key: string): FetchedMessages {
    const fetched = fromKafkaBatch(batch);
    const isBehind = this.#held.fetches(key) >= FETCHES_IN_PLACE;
    return isBehind ? { ...fetched, messages: movedOut(fetched.messages) } : fetched;
  }

  isOfTopic(place: TopicPartition, topicId: string | null): boolean {
    const partition = this.#partitions.get(keyOf(place));
    return partition === undefined || partition.topicId === topicId;
  }

  /** Lets a partition whose position the log does not hold be read on from the nearest end of the log. */
  moveWithin(place: TopicPartition, { low, high }: OffsetBounds): void {
    const { membership } = this.#options;
    const position = membership.position(place);
    if (position === null) return;
    if (position < low) membership.moveTo(place, low);
    if (position > high) membership.moveTo(place, high);
  }

  /** Takes note of the logs' ends, by partition key. */
  setHighs(highs: ReadonlyMap<string, bigint>): void {
    for (const [key, partition] of this.#partitions) partition.high = highs.get(key) ?? partition.high;
  }

  /** Partitions that should have moved within the time and have not. */
  stalledFor(ms: number): readonly string[] {
    const { stalls } = this.#options;
    const isExcused = (key: string): boolean =>
      !this.#hasUnread(key) || (stalls.isStoring && !this.#gate.isOpen(key) && !this.#held.holds(key));
    for (const key of this.#partitions.keys()) if (isExcused(key)) stalls.progressed(key);
    return stalls.silentFor(ms);
  }

  lag(): readonly PartitionLag[] {
    return [...this.#partitions].map(([key, partition]): PartitionLag => {
      const { place, committed, high } = partition;
      const messages = this.#hasUnread(key) && high > committed ? high - committed : 0n;
      return { ...place, messages, seconds: messages === 0n ? 0 : this.#ageSeconds(key, partition) };
    });
  }

  /** At the total, where what is in hand is not enough, the largest lanes make room: the others go on growing, for few large ranges cost less than many small ones. */
  #hurryLargest(): void {
    const { awaitedBytes } = this.#gate;
    if (awaitedBytes === 0) return;
    const lanes = [...this.#partitions.values()].map(({ lane }) => lane);
    let needed = awaitedBytes - lanes.reduce((sum, { inHandBytes }) => sum + inHandBytes, 0);
    for (const lane of lanes.toSorted((one, other) => other.waitingBytes - one.waitingBytes)) {
      if (needed <= 0) return;
      lane.hurry();
      needed -= lane.waitingBytes;
    }
  }

  /** Of the oldest message in hand; while there is none, of the newest that was: what is unread is younger still. */
  #ageSeconds(key: string, { newestMs }: HeldPartition): number | null {
    const sinceMs = this.#held.oldestMs(key) ?? newestMs;
    return sinceMs === null ? null : Math.max(0, (this.#options.clock.nowMs() - sinceMs) / 1_000);
  }

  /** Markers of transactions are passed over and never committed, so an end beyond the commit alone says nothing. */
  #hasUnread(key: string): boolean {
    const partition = this.#partitions.get(key);
    if (partition === undefined || partition.isHalted) return false;
    const position = this.#options.membership.position(partition.place) ?? partition.committed;
    return this.#held.holds(key) || position < partition.high;
  }

  #beginPartition(partition: PartitionStart): void {
    const { place, topicId, start } = partition;
    const key = keyOf(place);
    const opening = decideOpening(start);
    const position = opening.kind === "open" ? opening.nextOffset : start.high;
    const replayedTo = start.pending?.lastOffset ?? null;
    this.#options.membership.moveTo(place, position);
    this.#gate.add(place, replayedTo !== null);
    const lane = this.#createLane(partition);
    this.#partitions.set(key, {
      place,
      topicId,
      lane,
      replayedTo,
      isHalted: opening.kind === "halted",
      committed: start.nextOffset ?? start.low,
      high: start.high,
      newestMs: null,
    });
    const onEnded = (cause?: unknown): void => {
      if (!this.signal.aborted) this.#options.onLaneEnded(place, cause);
    };
    // A fenced member learns of the next generation by itself; to leave the group as well would fence the others in turn.
    lane.ended.then((reason) => (reason === "fenced" ? undefined : onEnded()), onEnded);
    this.#gate.open(key);
  }

  #createLane({ place, topicId, start }: PartitionStart): Lane {
    const { membership, isSameTopic, oldestOffset, streamId, sessionTimeoutMs } = this.#options;
    const key = keyOf(place);
    return new Lane({
      ...this.#options,
      ...place,
      streamId: `${streamId}/${topicId}`,
      topicId,
      start,
      signal: this.signal,
      fenceMs: sessionTimeoutMs / 2,
      isSameTopic: (signal) => isSameTopic(place, topicId, signal),
      oldestOffset: () => oldestOffset(place),
      commit: async (offset, metadata) => {
        this.signal.throwIfAborted();
        await membership.commit(place, offset, metadata);
      },
      flow: { pause: () => this.#gate.holdBack(key, true), resume: () => this.#gate.holdBack(key, false) },
      onStep: (step, range) => this.#onStep(key, step, range),
    });
  }

  #onStep(key: string, step: LaneStep, range: StepRange): void {
    const { stalls, onStep } = this.#options;
    const partition = this.#partitions.get(key);
    stalls.setStoring(key, step === "storing");
    if (step === "committed" && partition !== undefined) {
      partition.committed = range.lastOffset + 1n;
      this.#held.settle(key, range.lastOffset);
      this.#gate.setTotal(this.#held.bytes);
      this.#hurryLargest();
    }
    onStep?.(step, range);
  }
}

function keyOf({ topic, partition }: TopicPartition): string {
  return partitionKey(topic, partition);
}

function maxOf(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
