import type { ClickHouse } from "@parapet/clickhouse";
import { z } from "zod";

import type { MessagePlace } from "./message-place.ts";

/** A message of which something became a dead letter. */
export interface DeadMessage extends MessagePlace {
  readonly tenant: string;
  readonly reasons: readonly string[];
  /** How many letters there are of it, and whether one stands for the message as a whole. */
  readonly letters: number;
  readonly isWhole: boolean;
  /** SHA-256 of the value, hex. */
  readonly hash: string;
  readonly sizeBytes: number;
  readonly messageTime: string;
  /** Spans of the same message that are rows. */
  readonly storedSpans: number;
  /** What the journal says: never tried, begun and not known to have ended, or appended again. */
  readonly requeue: RequeueState;
}

export type RequeueState = "none" | "begun" | "appended";

export interface DeadLetterFilter {
  readonly tenant?: string;
  readonly reason?: string;
  readonly topic?: string;
  /** Milliseconds since the epoch, of the message. */
  readonly since?: number;
  readonly places?: readonly MessagePlace[];
  /** Leaves out what was appended again. */
  readonly isOpen?: boolean;
  /** At most so many messages, the newest first. */
  readonly limit: number;
}

const n = z.coerce.number();
const deadMessageRow = z.object({
  topic: z.string(),
  partition: z.number(),
  offset: z.coerce.bigint(),
  tenant: z.string(),
  reasons: z.array(z.string()),
  letters: n,
  isWhole: z.number().transform((flag) => flag === 1),
  hash: z.string(),
  sizeBytes: n,
  messageTime: z.string(),
  storedSpans: n,
  requeue: z.enum(["none", "begun", "appended"]),
});

const sql = `
  WITH chosen AS (
    SELECT topic, partition, offset, any(tenant) AS letter_tenant, arraySort(groupUniqArray(reason)) AS reasons,
      uniqExact(idx) AS letters, max(idx = -1) AS isWhole, argMax(dead_letters.hash, ingested_at) AS letter_hash,
      argMax(size_bytes, ingested_at) AS sizeBytes, max(message_time) AS messageTime
    FROM dead_letters
    WHERE ({tenant:String} = '' OR tenant = {tenant:String}) AND ({reason:String} = '' OR reason = {reason:String})
      AND ({topic:String} = '' OR topic = {topic:String})
      AND message_time >= fromUnixTimestamp64Milli({since:Int64}, 'UTC')
      AND (empty({places:Array(String)})
        OR concat(topic, '/', toString(partition), '/', toString(offset)) IN ({places:Array(String)}))
      AND ({isOpen:Bool} = false
        OR (topic, partition, offset, hash) NOT IN (SELECT topic, partition, offset, hash FROM requeues WHERE state = 'appended'))
    GROUP BY topic, partition, offset
    ORDER BY messageTime DESC, topic, partition, offset DESC
    LIMIT {limit:UInt32}
  ), told AS (
    SELECT topic, partition, offset, argMax(spans_stored, ingested_at) AS stored FROM ledger
    WHERE (topic, partition, offset) IN (SELECT topic, partition, offset FROM chosen) GROUP BY topic, partition, offset
  ), journal AS (
    SELECT topic, partition, offset, hash AS letter_hash, max(state = 'appended') AS is_appended FROM requeues
    WHERE (topic, partition, offset) IN (SELECT topic, partition, offset FROM chosen)
    GROUP BY topic, partition, offset, letter_hash
  )
  SELECT topic, partition, offset, letter_tenant AS tenant, reasons, letters, isWhole, letter_hash AS hash, sizeBytes, messageTime,
    ifNull(stored, 0) AS storedSpans,
    multiIf(is_appended IS NULL, 'none', is_appended = 1, 'appended', 'begun') AS requeue
  FROM chosen
  LEFT JOIN told USING (topic, partition, offset)
  LEFT JOIN journal USING (topic, partition, offset, letter_hash)
  ORDER BY messageTime DESC, topic, partition, offset DESC
  SETTINGS join_use_nulls = 1`;

/** Dead letters by message, the newest first. */
export async function readDeadMessages(
  store: ClickHouse,
  { tenant = "", reason = "", topic = "", since = 0, places = [], isOpen = false, limit }: DeadLetterFilter,
  signal: AbortSignal,
): Promise<readonly DeadMessage[]> {
  const named = places.map(({ topic, partition, offset }) => `${topic}/${partition}/${offset}`);
  const params = { tenant, reason, topic, since, places: named, isOpen, limit };
  return store.query(sql, params, deadMessageRow, { signal });
}
