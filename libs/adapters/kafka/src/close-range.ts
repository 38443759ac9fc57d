import type { Message } from "@parapet/delivery";

import { messageBytes } from "./message-bytes.ts";

/** When a range is closed: at whichever bound is met first. A single message larger than `maxBytes` is a range by itself. */
export interface RangeLimits {
  readonly maxMessages: number;
  readonly maxBytes: number;
  /** How long the first message may wait for others, in milliseconds. */
  readonly maxWaitMs: number;
}

/** How many of the waiting messages form the next range; null while it should still grow. `isDue` when the wait is over. */
export type CloseRule = (waiting: readonly Message[], isDue: boolean) => number | null;

export function closeByLimits({ maxMessages, maxBytes }: RangeLimits): CloseRule {
  return (waiting, isDue) => {
    let bytes = 0;
    for (const [count, message] of waiting.entries()) {
      bytes += messageBytes(message);
      if (count > 0 && (count >= maxMessages || bytes > maxBytes)) return count;
    }
    if (waiting.length === 0) return null;
    return isDue || waiting.length >= maxMessages || bytes >= maxBytes ? waiting.length : null;
  };
}

/**
 * Closes at `lastOffset` once everything before `readTo` was read, to form again a range that another process had begun:
 * with whatever is left of it, be it nothing.
 */
export function closeAtOffset(waiting: readonly Message[], lastOffset: bigint, readTo: bigint): number | null {
  if (readTo <= lastOffset) return null;
  const after = waiting.findIndex(({ offset }) => offset > lastOffset);
  return after === -1 ? waiting.length : after;
}
