import type { Readable } from "node:stream";

import { parseError } from "@clickhouse/client";
import { ParapetError } from "@parapet/runtime";

/** Bytes of an unexpected answer that are looked at. */
const maxAnswerBytes = 64 * 1_024;

/**
 * Believes an answer of status 200 only when it ended, is empty as the answer to an INSERT is, and came from a
 * ClickHouse server. Whatever else it is, the rows may not be stored.
 *
 * @throws ClickHouseError when it tells of an exception, the connection's error when it is cut off, otherwise
 * ParapetError `store_unavailable`.
 */
export async function confirmInsert(answer: Readable, headers: Readonly<Record<string, unknown>>): Promise<void> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const parts: AsyncIterable<unknown> = answer;
  for await (const part of parts) {
    if (!(part instanceof Uint8Array)) continue; // A socket's stream gives nothing else.
    if (bytes < maxAnswerBytes) chunks.push(part);
    bytes += part.length;
  }
  if (bytes > 0) {
    const told = parseError(Buffer.concat(chunks).toString("utf8"));
    if ("type" in told) throw told;
  }
  if (bytes > 0 || headers["x-clickhouse-query-id"] === undefined) {
    throw new ParapetError(
      "store_unavailable",
      "insert: something else than ClickHouse answered; look at what stands between Parapet and the server",
    );
  }
}
