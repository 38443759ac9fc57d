const DAY_MS = 86_400_000;
/** A demo that starts later than this before midnight would be judged after it, and its spend belong to yesterday. */
const LAST_START_MS = DAY_MS - 60_000;
/** How old a UTC day must be for the runaway's bill to lie in it, and before the ruler's watermark. */
const FIRST_START_MS = 30_000;

/**
 * When a demo that is asked for at `askedMs` may start: at once, but for the ninety seconds around midnight UTC, in
 * which no daily budget could be seen to be spent. Milliseconds since the epoch.
 */
export function demoStartMs(askedMs: number): number {
  const timeOfDayMs = askedMs % DAY_MS;
  const dayStartMs = askedMs - timeOfDayMs;
  if (timeOfDayMs < FIRST_START_MS) return dayStartMs + FIRST_START_MS;
  return timeOfDayMs < LAST_START_MS ? askedMs : dayStartMs + DAY_MS + FIRST_START_MS;
}
