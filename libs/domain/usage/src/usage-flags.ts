/** What was doubted or mended while usage was read. A bounded set. */
export const usageFlags = [
  /** The parts that were told exceed their whole; they were cut to fit it. */
  "usage_inconsistent",
  /** A count was no whole number of zero or more: text that holds one was read, anything else taken as unknown. */
  "usage_malformed",
  /** The body itself says that there is more than it counts: a stream that was cut, a detail without its total. */
  "usage_partial",
  /** The stated total is not input plus output. */
  "total_mismatch",
] as const;
export type UsageFlag = (typeof usageFlags)[number];
