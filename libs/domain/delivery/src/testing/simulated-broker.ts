import type { Committed, CommitFailure, OffsetBounds } from "../index.ts";
import type { SimulatedMessage } from "./simulated-store.ts";
import type { World } from "./world.ts";
import { groupTimes } from "./world-times.ts";

interface Log {
  low: number;
  high: number;
  /** By offset; offsets without one are markers of transactions, or were compacted away. */
  messages: Map<number, SimulatedMessage>;
}

interface Member {
  lastSeenMs: number;
}

/** What a heartbeat tells a member; null when the group does not know it any more. */
export interface Assignment {
  readonly generation: number;
  readonly partitions: readonly number[];
}

/** One request to commit, bound to the generation of the lane that sends it. */
export interface SimulatedCommit {
  readonly memberId: number;
  readonly generation: number;
  readonly partition: number;
  readonly offset: number;
  readonly metadata: string;
}

/** One topic, and one group that reads it. */
export class SimulatedBroker {
  readonly #world: World;
  readonly #logs: Log[];
  readonly #members = new Map<number, Member>();
  readonly #committed = new Map<number, Committed>();
  #assignment = new Map<number, readonly number[]>();
  #nextMemberId = 1;
  #nextMessageId = 1;
  #topicLife = 1;
  generation = 0;
  /** Every message that there ever was. */
  readonly history: SimulatedMessage[] = [];
  /** Messages that were deleted from the log, by id. */
  readonly deleted = new Set<number>();

  constructor(world: World, partitions: number) {
    this.#world = world;
    this.#logs = Array.from({ length: partitions }, emptyLog);
    this.#expireSessions();
  }

  get topicId(): string {
    return `life-${this.#topicLife}`;
  }

  get partitionCount(): number {
    return this.#logs.length;
  }

  append(partition: number, count: number): void {
    const log = this.#logOf(partition);
    for (let left = count; left > 0; left -= 1) {
      const message = { id: this.#nextMessageId, topicId: this.topicId, partition, offset: log.high };
      this.#nextMessageId += 1;
      log.messages.set(log.high, message);
      this.history.push(message);
      log.high += 1;
    }
  }

  /** An offset that no message will ever have. */
  appendMarker(partition: number): boolean {
    this.#logOf(partition).high += 1;
    return true;
  }

  expire(partition: number, count: number): void {
    const log = this.#logOf(partition);
    const low = Math.min(log.high, log.low + count);
    for (let offset = log.low; offset < low; offset += 1) this.#delete(log, offset);
    log.low = low;
    this.#world.tell(() => `broker: partition ${partition} now begins at ${low}`);
  }

  compact(partition: number, offset: number): void {
    this.#delete(this.#logOf(partition), offset);
    this.#world.tell(() => `broker: partition ${partition} loses offset ${offset}`);
  }

  /** Deletes the topic and creates it anew. Brokers forget the group's offsets for it, sooner or later. */
  recreateTopic(areOffsetsForgotten: boolean): boolean {
    for (const log of this.#logs) {
      for (const { id } of log.messages.values()) this.deleted.add(id);
      Object.assign(log, emptyLog());
    }
    this.#topicLife += 1;
    if (areOffsetsForgotten) this.#committed.clear();
    this.#world.tell(() => `broker: the topic is created anew as ${this.topicId}`);
    return true;
  }

  forgetOffsets(): void {
    this.#committed.clear();
    this.#world.tell(() => "broker: the group's offsets are forgotten");
  }

  boundsOf(partition: number): OffsetBounds {
    const { low, high } = this.#logOf(partition);
    return { low: BigInt(low), high: BigInt(high) };
  }

  committedOf(partition: number): Committed | null {
    return this.#committed.get(partition) ?? null;
  }

  /** Messages from an offset on. */
  fetch(partition: number, from: number, limit: number): readonly SimulatedMessage[] {
    const log = this.#logOf(partition);
    const found: SimulatedMessage[] = [];
    for (let offset = Math.max(from, log.low); offset < log.high && found.length < limit; offset += 1) {
      const message = log.messages.get(offset);
      if (message !== undefined) found.push(message);
    }
    return found;
  }

  join(): number {
    const memberId = this.#nextMemberId;
    this.#nextMemberId += 1;
    this.#members.set(memberId, { lastSeenMs: this.#world.time.nowMs });
    this.#rebalance();
    return memberId;
  }

  leave(memberId: number): void {
    if (this.#members.delete(memberId)) this.#rebalance();
  }

  heartbeat(memberId: number): Assignment | null {
    const member = this.#members.get(memberId);
    if (member === undefined) return null;
    member.lastSeenMs = this.#world.time.nowMs;
    return { generation: this.generation, partitions: this.#assignment.get(memberId) ?? [] };
  }

  commit({ memberId, generation, partition, offset, metadata }: SimulatedCommit): CommitFailure | null {
    const isCurrent = this.#members.has(memberId) && generation === this.generation;
    const isFenced = !isCurrent && this.#world.has("epoch_fence");
    if (!isFenced) this.#committed.set(partition, { offset: BigInt(offset), metadata });
    this.#world.tell(
      () =>
        `broker: ${isFenced ? "refuses" : "takes"} commit of partition ${partition} ${offset} ${metadata} (generation ${generation})`,
    );
    return isFenced ? "fenced" : null;
  }

  #logOf(partition: number): Log {
    const log = this.#logs[partition];
    if (log === undefined) throw new RangeError(`there is no partition ${partition}`);
    return log;
  }

  #delete(log: Log, offset: number): void {
    const message = log.messages.get(offset);
    if (message === undefined) return;
    this.deleted.add(message.id);
    log.messages.delete(offset);
  }

  #rebalance(): void {
    this.generation += 1;
    const members = [...this.#members.keys()];
    const shares = new Map<number, number[]>(members.map((memberId) => [memberId, []]));
    for (const partition of this.#logs.keys()) {
      const memberId = members[(partition + this.generation) % members.length];
      if (memberId !== undefined) shares.get(memberId)?.push(partition);
    }
    this.#assignment = shares;
    this.#world.tell(() => `broker: generation ${this.generation} of members ${members.join(" ")}`);
  }

  #expireSessions(): void {
    const oldestMs = this.#world.time.nowMs - groupTimes.sessionTimeoutMs;
    for (const [memberId, { lastSeenMs }] of this.#members) if (lastSeenMs < oldestMs) this.leave(memberId);
    this.#world.time.after(250, () => this.#expireSessions());
  }
}

function emptyLog(): Log {
  return { low: 0, high: 0, messages: new Map() };
}
