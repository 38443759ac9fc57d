import type { BlockSink } from "@parapet/delivery";

import type { ClickHouse } from "./clickhouse.ts";

/** The store behind a pipeline. Blocks are written in the order given, so that the last one can attest to the others. */
export function createBlockSink(clickhouse: ClickHouse): BlockSink {
  return {
    write: async (blocks, token, signal, recheck) => {
      const options = { token, signal, recheck };
      for (const block of blocks) {
        if ("rows" in block) await clickhouse.insert(block.table, block.rows, options);
        else await clickhouse.insertNative(block.table, block.pieces, options);
      }
    },
  };
}
