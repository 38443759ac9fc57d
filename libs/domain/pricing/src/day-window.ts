const DAY_MS = 86_400_000;

/**
 * A time of the day, UTC, in milliseconds since midnight. The start is in it, the end is not; an end before the start is
 * on the next day; an end at the start is the whole day.
 */
export interface DayWindow {
  readonly startMs: number;
  readonly endMs: number;
}

export function isWithin({ startMs, endMs }: DayWindow, atMs: number): boolean {
  const timeMs = ((atMs % DAY_MS) + DAY_MS) % DAY_MS;
  if (startMs < endMs) return timeMs >= startMs && timeMs < endMs;
  return timeMs >= startMs || timeMs < endMs;
}

/** `"16:30"` or `"16:30:05"` as milliseconds since midnight; null for anything else. */
export function parseTimeOfDay(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (match === null) return null;
  const [, hours, minutes, seconds = "0"] = match;
  return (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
}
