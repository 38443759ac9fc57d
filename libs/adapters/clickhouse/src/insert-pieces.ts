import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";

import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client";
import type { Recheck } from "@parapet/delivery";

import { confirmInsert } from "./confirm-insert.ts";
import { insertStatement } from "./insert-statement.ts";
import { guarded } from "./store-error.ts";
import { wholeAnswers } from "./whole-answers.ts";

export interface InsertOptions {
  /**
   * Deduplication token: a second insert of the same rows into the same table with the same token adds nothing. Large
   * inserts are cut into pieces, and piece `n` carries `token/n`.
   */
  readonly token: string;
  readonly signal: AbortSignal;
  /** Rows of these offsets that the table has are left out, whether or not it still knows their token. */
  readonly recheck?: Recheck | undefined;
}

/** One insert is one block: with several, a retry might cut them elsewhere and miss the token. */
const insertSettings: ClickHouseSettings = {
  ...wholeAnswers,
  insert_deduplicate: 1,
  deduplicate_blocks_in_dependent_materialized_views: 1,
  async_insert: 0,
  distributed_foreground_insert: 1, // On a cluster: acknowledged by the shards, not by a queue on one of them.
  // The server answers after the last part is written, so that status 200 is said of the whole insert.
  wait_end_of_query: 1,
  max_insert_threads: "1",
  max_threads: 1,
  max_insert_block_size: "1048576",
  min_insert_block_size_rows: "1048576",
  min_insert_block_size_bytes: "1073741824",
  max_partitions_per_insert_block: "0",
  input_format_skip_unknown_fields: 0,
  // With a recheck: on a replicated table, look at what any replica has confirmed.
  select_sequential_consistency: "1",
};

/** Stores pieces in ClickHouse's Native format, one insert each, in order; the server may have stored some of a failed call. */
export async function insertPieces(
  client: ClickHouseClient,
  table: string,
  pieces: Iterable<Uint8Array>,
  { token, signal, recheck }: InsertOptions,
): Promise<void> {
  const { query, params } = insertStatement(table, recheck);
  let n = 0;
  for (const piece of pieces) {
    const pieceToken = `${token}/${n}`;
    await guarded(`insert into ${table}`, signal, async () => {
      // `exec` rather than `insert`: the rows are encoded already, and go to the socket as they are.
      const answer = await client.exec({
        query,
        query_params: { ...params },
        // An id for each attempt: the server refuses one that still runs, and its log tells them apart.
        query_id: `${pieceToken}#${randomBytes(4).toString("hex")}`,
        values: Readable.from([piece], { objectMode: false }),
        clickhouse_settings: { ...insertSettings, insert_deduplication_token: pieceToken },
        abort_signal: signal,
      });
      await confirmInsert(answer.stream, answer.response_headers);
    });
    n += 1;
  }
}
