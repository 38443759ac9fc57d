interface Due {
  readonly at: number;
  readonly turn: number;
  readonly run: () => void;
}

/** The order in which things happen in a simulated world: by time, and what falls together in the order of asking. */
export class WorldTime {
  /** Milliseconds since the world began. */
  nowMs = 0;
  #turn = 0;
  readonly #heap: Due[] = [];

  after(delayMs: number, run: () => void): void {
    this.#turn += 1;
    this.#push({ at: this.nowMs + delayMs, turn: this.#turn, run });
  }

  /** Lets happen what is due until `untilMs`, or until `isOver`. */
  runUntil(untilMs: number, isOver: () => boolean = () => false): void {
    for (let next = this.#heap[0]; next !== undefined && next.at <= untilMs; next = this.#heap[0]) {
      this.#pop();
      this.nowMs = next.at;
      next.run();
      if (isOver()) return;
    }
    this.nowMs = untilMs;
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(due);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, due)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = due;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      let below = heap[child];
      if (below === undefined) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, below)) {
        below = right;
        child += 1;
      }
      if (isBefore(last, below)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
  }
}

function isBefore(one: Due, other: Due): boolean {
  return one.at < other.at || (one.at === other.at && one.turn < other.turn);
}
