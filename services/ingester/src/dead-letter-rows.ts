import { createHash } from "node:crypto";

import type { DeadLetterRow } from "@parapet/clickhouse";
import type { DeadLetterReason, Message } from "@parapet/delivery";

import { messageTime } from "./message-time.ts";

/** A message, or the span at `idx` of it, that cannot be stored. */
export interface DeadLetter {
  /** -1 for the message as a whole. */
  readonly idx: number;
  readonly reason: DeadLetterReason;
}

/** Rows that tell where the letters can be read again, and nothing of what is in them. */
export function deadLetterRows(message: Message, tenant: string, letters: readonly DeadLetter[]): DeadLetterRow[] {
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
