/** One reading of both clocks of a process. */
export interface Moment {
  /** Milliseconds since the epoch; may jump, and differs from machine to machine. */
  readonly wallMs: number;
  /** Milliseconds from an arbitrary start; never jumps, but stands still while a machine is suspended. */
  readonly monotonicMs: number;
}

/**
 * How much time may have passed: as much as the clock says that moved further, in whichever direction. A wall clock that
 * was set back says nothing of how long a suspended machine stood still, so it counts as much as one set forward.
 */
export function elapsedMs(since: Moment, now: Moment): number {
  return Math.max(now.monotonicMs - since.monotonicMs, Math.abs(now.wallMs - since.wallMs));
}
