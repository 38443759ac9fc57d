import { readNumber } from "./attribute-readers.ts";
import type { Reader } from "./attribute-readers.ts";

/** No phase of a call lasts a day: what is longer has another unit, or a point in time for a duration. */
const MAX_PHASE_MS = 86_400_000;
const MS_PER_SECOND = 1000;

/** A duration in milliseconds, never negative and at most a day. */
export const readPhaseMillis: Reader<number> = (value) => {
  const millis = readNumber(value);
  return millis !== undefined && millis >= 0 && millis <= MAX_PHASE_MS ? millis : undefined;
};

/** The same of a duration in seconds. */
export const readPhaseSeconds: Reader<number> = (value) => {
  const seconds = readNumber(value);
  return seconds === undefined ? undefined : readPhaseMillis(seconds * MS_PER_SECOND);
};
