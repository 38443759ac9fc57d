import type { Clock } from "@parapet/runtime";

/**
 * Knows for how long each partition has made no progress. A partition whose range is being stored is busy, however long
 * the store takes: that is the store's trouble, and no reason to begin anew here.
 */
export class StallWatch {
  readonly #clock: Clock;
  readonly #progressMs = new Map<string, number>();
  readonly #storing = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Watches exactly these partitions from now on; those already watched keep their time. */
  watch(keys: readonly string[]): void {
    const wanted = new Set(keys);
    for (const key of this.#progressMs.keys()) if (!wanted.has(key)) this.#progressMs.delete(key);
    for (const key of keys) if (!this.#progressMs.has(key)) this.progressed(key);
    this.#storing.clear();
  }

  progressed(key: string): void {
    this.#progressMs.set(key, this.#clock.monotonicMs());
  }

  setStoring(key: string, isStoring: boolean): void {
    if (isStoring) this.#storing.add(key);
    else this.#storing.delete(key);
    this.progressed(key);
  }

  get isStoring(): boolean {
    return this.#storing.size > 0;
  }

  /** Partitions that have not moved for so long, and have no excuse. */
  silentFor(ms: number): readonly string[] {
    const nowMs = this.#clock.monotonicMs();
    return [...this.#progressMs].flatMap(([key, sinceMs]) =>
      nowMs - sinceMs >= ms && !this.#storing.has(key) ? [key] : [],
    );
  }
}
