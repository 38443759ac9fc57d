import { createHash } from "node:crypto";

import type { DeadLetterRow } from "@parapet/clickhouse";
import type { DeadLetterReason, Message } from "@parapet/delivery";

import { messageTime } from "./message-time.ts";

/** Position of a dead letter that is a message rather than a span of it: how many spans it holds cannot be known. */
export const WHOLE_MESSAGE = -1;

/** A message, or the span at `idx` of it, that cannot be stored. */
export interface DeadLetter {
  /** `WHOLE_MESSAGE` for the message itself. */
  readonly idx: number;
  readonly reason: DeadLetterReason;
}

/** A row whose reason is one of the bounded set. */
export interface ReasonedRow extends DeadLetterRow {
  readonly reason: DeadLetterReason;
}

/** Rows that tell where the letters can be read again, and nothing of what is in them. */
export function deadLetterRows(
  message: Message,
  tenant: string,
  letters: readonly DeadLetter[],
): readonly ReasonedRow[] {
  if (letters.length === 0) return [];
  const value = message.value ?? new Uint8Array();
  // Once: a message of megabytes may hold many thousand letters.
  const shared = {
    topic: message.topic,
    partition: message.partition,
    offset: message.offset.toString(),
    tenant,
    hash: createHash("sha256").update(value).digest("hex"),
    size_bytes: value.byteLength,
    message_time: messageTime(message),
    stage: "ingester",
  };
  return letters.map(({ idx, reason }) => ({ ...shared, idx, reason }));
}
