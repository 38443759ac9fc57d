import type { Message } from "@parapet/delivery";

import { messageBytes } from "./message-bytes.ts";

/** When a range is closed: at whichever bound is met first. A single message larger than `maxBytes` is a range by itself. */
export interface RangeLimits {
  readonly maxMessages: number;
  readonly maxBytes: number;
  /** How long the first message may wait for others, in milliseconds. */
  readonly maxWaitMs: number;
}

/** How many of the waiting messages form the next range; 0 while it should still grow. `isDue` when the wait is over. */
export type CloseRule = (waiting: readonly Message[], isDue: boolean) => number;

export function closeByLimits({ maxMessages, maxBytes }: RangeLimits): CloseRule {
  return (waiting, isDue) => {
    let bytes = 0;
    for (const [count, message] of waiting.entries()) {
      bytes += messageBytes(message);
      const previous = waiting[count - 1];
      if (previous === undefined) continue;
      const isBehind = message.offset <= previous.offset; // The position was moved back: never in one range.
      if (count >= maxMessages || bytes > maxBytes || isBehind) return count;
    }
    return isDue || waiting.length >= maxMessages || bytes >= maxBytes ? waiting.length : 0;
  };
}

/** Closes exactly at `lastOffset`, to form again a range that another process had begun. */
export function closeAtOffset(lastOffset: bigint): CloseRule {
  return (waiting) => {
    const last = waiting.at(-1);
    if (last === undefined || last.offset < lastOffset) return 0;
    const after = waiting.findIndex(({ offset }) => offset > lastOffset);
    return after === -1 ? waiting.length : after;
  };
}
