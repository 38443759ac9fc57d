import type { TopicPartition } from "./consumer-group.ts";
import { partitionKey } from "./partition-key.ts";

export interface FetchGateOptions {
  readonly maxTotalBytes: number;
  /** Stop and restart the fetching of partitions. */
  readonly pause: (places: readonly TopicPartition[]) => void;
  readonly resume: (places: readonly TopicPartition[]) => void;
}

/** What is stored at the total before more is fetched. */
const FREED_SHARE = 0.25;

interface Gate {
  readonly place: TopicPartition;
  /** Goes on though the total is reached: the rest of a range that was begun must come before any of it is stored. */
  isExempt: boolean;
  isHeldBack: boolean;
  isOpened: boolean;
  isPaused: boolean;
}

/**
 * Decides which partitions are fetched: one is not while its lane is full, and none is from when the total is reached
 * until a quarter of it is free again.
 */
export class FetchGate {
  readonly #options: FetchGateOptions;
  readonly #gates = new Map<string, Gate>();
  #isFull = false;

  constructor(options: FetchGateOptions) {
    this.#options = options;
  }

  /** Takes charge of a partition, which is paused and stays so until `open`. */
  add(place: TopicPartition, isExempt: boolean): void {
    const gate = { place, isExempt, isHeldBack: false, isOpened: false, isPaused: true };
    this.#gates.set(partitionKey(place.topic, place.partition), gate);
  }

  open(key: string): void {
    const gate = this.#gates.get(key);
    if (gate === undefined) return;
    gate.isOpened = true;
    this.#apply([gate]);
  }

  /** The lane of the partition wants no more, or wants more again. */
  holdBack(key: string, isHeldBack: boolean): void {
    const gate = this.#gates.get(key);
    if (gate === undefined) return;
    gate.isHeldBack = isHeldBack;
    this.#apply([gate]);
  }

  endExemption(key: string): void {
    const gate = this.#gates.get(key);
    if (gate === undefined || !gate.isExempt) return;
    gate.isExempt = false;
    this.#apply([gate]);
  }

  setTotal(bytes: number): void {
    const { maxTotalBytes } = this.#options;
    const isFull = this.#isFull ? bytes > (1 - FREED_SHARE) * maxTotalBytes : bytes >= maxTotalBytes;
    if (isFull === this.#isFull) return;
    this.#isFull = isFull;
    this.#apply([...this.#gates.values()]);
  }

  /** How many bytes have to be stored before anything is fetched again; 0 while the total is not reached. */
  get awaitedBytes(): number {
    return this.#isFull ? FREED_SHARE * this.#options.maxTotalBytes : 0;
  }

  /** Whether fetched messages of the partition may be taken. */
  isOpen(key: string): boolean {
    const gate = this.#gates.get(key);
    return gate !== undefined && !this.#isClosed(gate);
  }

  #isClosed({ isOpened, isHeldBack, isExempt }: Gate): boolean {
    return !isOpened || isHeldBack || (this.#isFull && !isExempt);
  }

  #apply(gates: readonly Gate[]): void {
    const changed = gates.filter((gate) => gate.isPaused !== this.#isClosed(gate));
    for (const gate of changed) gate.isPaused = !gate.isPaused;
    const [paused, resumed] = [true, false].map((isPaused) =>
      changed.filter((gate) => gate.isPaused === isPaused).map(({ place }) => place),
    );
    if (paused !== undefined && paused.length > 0) this.#options.pause(paused);
    if (resumed !== undefined && resumed.length > 0) this.#options.resume(resumed);
  }
}
