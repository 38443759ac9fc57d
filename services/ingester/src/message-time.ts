import type { Message } from "@parapet/delivery";
import { formatUnixNano } from "@parapet/span";

/** The time of a message as `DateTime64` columns read it. */
export function messageTime({ timestampMs }: Message): string {
  return formatUnixNano(BigInt(timestampMs) * 1_000_000n);
}
