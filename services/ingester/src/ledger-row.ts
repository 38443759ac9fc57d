import type { LedgerRow } from "@parapet/clickhouse";
import type { Message } from "@parapet/delivery";

import { messageTime } from "./message-time.ts";

export interface MessageCounts {
  readonly stored: number;
  readonly deadLettered: number;
}

/** What became of a message. One that could not be read counts as one dead letter, whatever it held. */
export function ledgerRow(message: Message, streamId: string, { stored, deadLettered }: MessageCounts): LedgerRow {
  return {
    stream_id: streamId,
    topic: message.topic,
    partition: message.partition,
    offset: message.offset.toString(),
    message_time: messageTime(message),
    spans_stored: stored,
    spans_dead_lettered: deadLettered,
    spans_dropped: 0,
  };
}
