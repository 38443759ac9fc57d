import type { Message, OutgoingMessage, Producer, Source } from "@parapet/delivery";
import { type BackOff, type Clock, type Logger, ParapetError, type StageMetrics } from "@parapet/runtime";

import { orAborted } from "./bounded-wait.ts";
import { BusGroup } from "./bus-group.ts";
import type { RangeLimits } from "./close-range.ts";
import { defaultBackOff } from "./handle-range.ts";
import { totalBytes } from "./message-bytes.ts";

export interface BusOptions {
  readonly topic: string;
  /** Unique to this start of the process, for offsets begin at 0 at each: a random UUID. Part of every token. */
  readonly streamId: string;
  readonly range: RangeLimits;
  /** What one group may hold in memory. */
  readonly maxQueuedBytes: number;
  readonly log: Logger;
  readonly clock: Clock;
  readonly backOff?: BackOff;
  /** How long a source's stop waits for its messages to be stored; default 10 s. */
  readonly stopTimeoutMs?: number;
}

export interface BusSourceOptions {
  /** `send` waits until every durable group has stored its messages. Another group is fed on the side and may lose some. */
  readonly durable: boolean;
  /** Told of the messages that a group which is not durable will never see. */
  readonly onShed?: (messages: readonly Message[]) => void;
  readonly metrics?: StageMetrics;
}

/** The in-memory twin of a Kafka topic with one partition, for a process that is its own broker. */
export interface InProcessBus {
  readonly producer: () => Producer;
  /** Adds a group, which sees what is sent from now on. All groups are to be added before the first `send`. */
  readonly source: (group: string, options: BusSourceOptions) => Source;
}

export function createInProcessBus(options: BusOptions): InProcessBus {
  const bus = new Bus(options);
  return { producer: () => bus.producer(), source: (group, sourceOptions) => bus.source(group, sourceOptions) };
}

/** A `send` that has not been let in yet. */
interface Entry {
  readonly bytes: number;
  readonly enter: () => void;
}

class Bus {
  readonly #options: BusOptions;
  readonly #groups: BusGroup[] = [];
  #entries: Entry[] = [];
  #nextOffset = 0n;

  constructor(options: BusOptions) {
    this.#options = options;
  }

  source(group: string, { durable, onShed, metrics }: BusSourceOptions): Source {
    const { log, stopTimeoutMs = 10_000, backOff = defaultBackOff, ...options } = this.#options;
    const added = new BusGroup({
      ...options,
      name: group,
      isDurable: durable,
      stopTimeoutMs,
      backOff,
      log: log.child({ group }),
      onRoom: () => this.#admit(),
      ...(onShed === undefined ? {} : { onShed }),
      ...(metrics === undefined ? {} : { metrics }),
    });
    this.#groups.push(added);
    return added;
  }

  producer(): Producer {
    return { send: (messages, signal) => this.#send(messages, signal), stop: () => Promise.resolve() };
  }

  async #send(messages: readonly OutgoingMessage[], signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (messages.length === 0) return;
    if (!this.#groups.some(({ isDurable }) => isDurable)) {
      throw new ParapetError("bus_unread", "no group stores what is sent; add a durable source before the first send");
    }
    let entry: Entry | undefined;
    const stored = new Promise<void>((resolve, reject) => {
      const enter = (): void => void this.#append(messages).then(resolve, reject);
      entry = { bytes: totalBytes(messages), enter };
      this.#entries.push(entry);
    });
    this.#admit();
    try {
      await orAborted(stored, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      const isOutside = this.#entries.some((other) => other === entry);
      this.#entries = this.#entries.filter((other) => other !== entry);
      this.#admit(); // Whoever stood behind it may be smaller.
      throw isOutside ? full(error) : notConfirmed(error);
    }
  }

  /** Lets in whoever waits, in order, while every durable group has room. */
  #admit(): void {
    for (let entry = this.#entries[0]; entry !== undefined && this.#hasRoom(entry.bytes); entry = this.#entries[0]) {
      this.#entries.shift();
      entry.enter();
    }
  }

  #hasRoom(bytes: number): boolean {
    return this.#groups.every((group) => !group.isDurable || group.hasRoom(bytes));
  }

  /** Resolves when every durable group has stored the messages. */
  async #append(outgoing: readonly OutgoingMessage[]): Promise<void> {
    const { topic, clock } = this.#options;
    // Before any group is given the messages: they will be sent again.
    for (const group of this.#groups) group.requireOpen();
    const timestampMs = clock.nowMs();
    const messages = outgoing.map((message, index): Message => {
      return { ...message, topic, partition: 0, offset: this.#nextOffset + BigInt(index), timestampMs };
    });
    this.#nextOffset += BigInt(messages.length);
    await Promise.all(this.#groups.map((group) => group.push(messages)));
  }
}

function full(cause: unknown): ParapetError {
  return new ParapetError("bus_full", "too much waits to be stored; nothing was taken in, send again later", { cause });
}

function notConfirmed(cause: unknown): ParapetError {
  return new ParapetError("not_confirmed", "the messages are not stored yet; they stay queued and will be", { cause });
}
