import type { ClickHouse } from "@parapet/clickhouse";
import { z } from "zod";

/** What the store knows of one partition of a topic, of its newest log if the topic was created anew. */
export interface PartitionLog {
  readonly topic: string;
  readonly partition: number;
  readonly streamIds: readonly string[];
  /** Rows of a log that the newest one has replaced are no younger than this; in seconds since the epoch. */
  readonly replacedAtSeconds: number;
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
}

const streamRow = z.object({
  topic: z.string(),
  partition: z.number(),
  stream_id: z.string(),
  first: z.coerce.bigint(),
  last: z.coerce.bigint(),
  ended: z.number(),
});
type StreamRow = z.output<typeof streamRow>;

export interface LogScope {
  readonly topic?: string;
  /** Messages that are older are left out. In seconds since the epoch. */
  readonly sinceSeconds: number;
}

/** The logs in table `ledger`, one a partition. */
export async function readPartitionLogs(
  store: ClickHouse,
  { topic = "", sinceSeconds }: LogScope,
  signal: AbortSignal,
): Promise<readonly PartitionLog[]> {
  const sql = `SELECT topic, partition, stream_id, min(offset) AS first, max(offset) AS last,
      toUnixTimestamp(max(ingested_at)) AS ended
    FROM ledger
    WHERE message_time >= toDateTime64({sinceSeconds:Int64}, 9, 'UTC') AND ({topic:String} = '' OR topic = {topic:String})
    GROUP BY topic, partition, stream_id ORDER BY topic, partition, ended DESC, last DESC`;
  const rows = await store.query(sql, { topic, sinceSeconds }, streamRow, { signal });
  return [...Map.groupBy(rows, (row) => `${row.topic}/${row.partition}`).values()].map(newestLog);
}

/**
 * Streams whose offsets follow each other are one log (a new version may name it otherwise); offsets that begin again
 * are another, which has replaced what was there.
 */
function newestLog([newest, ...older]: readonly StreamRow[]): PartitionLog {
  if (newest === undefined) throw new RangeError("a partition without a stream");
  const streamIds = [newest.stream_id];
  let first = newest.first;
  let replacedAtSeconds = 0;
  for (const stream of older) {
    if (stream.last >= first) {
      replacedAtSeconds = stream.ended;
      break;
    }
    streamIds.push(stream.stream_id);
    first = stream.first;
  }
  const { topic, partition, last: lastOffset } = newest;
  return { topic, partition, streamIds, replacedAtSeconds, firstOffset: first, lastOffset };
}
