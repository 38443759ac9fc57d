/** 2262-04-11, the last millisecond that 64 bits of nanoseconds hold. */
const LATEST_MS = 9_223_372_036_854;

/**
 * Milliseconds since the epoch of a Kafka timestamp. Producers write it freely, any 64-bit number, and -1 is Kafka's word
 * for none; what is no storable time becomes the nearest one, for a row must come of it.
 */
export function messageTimeMs(timestamp: string): number {
  const millis = Number(timestamp);
  return Number.isNaN(millis) ? 0 : Math.min(Math.max(Math.trunc(millis), 0), LATEST_MS);
}
