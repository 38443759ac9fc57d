const NANOS_PER_SECOND = 1_000_000_000n;

/** `YYYY-MM-DDTHH:MM:SS.nnnnnnnnnZ` of nanoseconds since the epoch, for the years 0 to 9999. */
export function formatUnixNano(unixNano: bigint): string {
  const nanos = ((unixNano % NANOS_PER_SECOND) + NANOS_PER_SECOND) % NANOS_PER_SECOND;
  const seconds = Number((unixNano - nanos) / NANOS_PER_SECOND);
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${nanos.toString().padStart(9, "0")}Z`;
}
