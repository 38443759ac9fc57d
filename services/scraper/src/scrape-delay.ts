/** Failures after which the delay grows no further: sixteen intervals. */
const MAX_DOUBLINGS = 4;

/** Milliseconds from the beginning of one scrape of a target to the next: the interval, doubled for each failure in a row. */
export function scrapePeriodMs(intervalMs: number, failures: number): number {
  return intervalMs * 2 ** Math.min(failures, MAX_DOUBLINGS);
}

/**
 * Milliseconds until the first scrape of a target, in [0, interval). It depends on the address alone (FNV-1a), so that
 * many targets spread over the interval, and replicas and restarts keep the grid.
 */
export function firstDelayMs(intervalMs: number, url: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < url.length; index += 1) {
    hash = Math.imul(hash ^ url.charCodeAt(index), 0x01000193) >>> 0;
  }
  return Math.floor((hash / 2 ** 32) * intervalMs);
}
