import type { TextRange } from "./view.ts";

/** Numbers that a run is made of. */
const RUN_FIELDS = 4;
const VIEW_START = 0;
const ORIGINAL_START = 1;
const VIEW_STEP = 2;
const ORIGINAL_STEP = 3;
const INITIAL_RUNS = 16;

/**
 * Which offsets of a view come from which of the original, in runs of equal blocks: in a run `[v, o, 3, 4]` each three
 * units of the view, from `v` on, come from four of the original, from `o` on, as in base64. Copied text is a run of
 * blocks of one and one. What lies between the runs in the original was removed.
 */
export class OffsetMap {
  #runs = new Int32Array(INITIAL_RUNS * RUN_FIELDS);
  #count = 0;
  #viewEnd = 0;

  /** Adds a block of the view that comes from `[start, end)` of the original, which lies behind all that was added. */
  add(viewLength: number, { start, end }: TextRange): void {
    this.#addRun(viewLength, [start, viewLength, end - start]);
  }

  /** Adds `length` units that stand in both. */
  addCopy(length: number, start: number): void {
    this.#addRun(length, [start, 1, 1]);
  }

  /** Offsets of the original for offsets of the view, both within it. */
  toOriginal(start: number, end: number): TextRange {
    const from = this.#blockAt(start).start;
    return { start: from, end: end > start ? this.#blockAt(end - 1).end : from };
  }

  #addRun(length: number, [start, viewStep, originalStep]: readonly [number, number, number]): void {
    if (length === 0) return;
    if (!this.#continues(start, viewStep, originalStep)) {
      const at = this.#count * RUN_FIELDS;
      if (at === this.#runs.length) this.#grow();
      this.#runs[at + VIEW_START] = this.#viewEnd;
      this.#runs[at + ORIGINAL_START] = start;
      this.#runs[at + VIEW_STEP] = viewStep;
      this.#runs[at + ORIGINAL_STEP] = originalStep;
      this.#count += 1;
    }
    this.#viewEnd += length;
  }

  /** Whether a block is the next of the last run. */
  #continues(start: number, viewStep: number, originalStep: number): boolean {
    if (this.#count === 0) return false;
    const last = this.#count - 1;
    if (this.#at(last, VIEW_STEP) !== viewStep || this.#at(last, ORIGINAL_STEP) !== originalStep) return false;
    const blocks = (this.#viewEnd - this.#at(last, VIEW_START)) / viewStep;
    return this.#at(last, ORIGINAL_START) + blocks * originalStep === start;
  }

  #blockAt(offset: number): TextRange {
    if (this.#count === 0) return { start: 0, end: 0 };
    const run = this.#runAt(offset);
    const block = Math.floor((offset - this.#at(run, VIEW_START)) / this.#at(run, VIEW_STEP));
    const step = this.#at(run, ORIGINAL_STEP);
    const start = this.#at(run, ORIGINAL_START) + block * step;
    return { start, end: start + step };
  }

  /** The last run that begins at an offset or before it. */
  #runAt(offset: number): number {
    let low = 0;
    let high = this.#count - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#at(middle, VIEW_START) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #at(run: number, field: number): number {
    return this.#runs[run * RUN_FIELDS + field] ?? 0;
  }

  #grow(): void {
    const larger = new Int32Array(this.#runs.length * 2);
    larger.set(this.#runs);
    this.#runs = larger;
  }
}
