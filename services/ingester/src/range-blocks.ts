import type { RowBlock } from "@parapet/delivery";

import type { MessageRows } from "./ingest-message.ts";

/** The rows of a range, one block a table. The ledger comes last: its rows say that all the others are there. */
export function rangeBlocks(rows: readonly MessageRows[]): readonly RowBlock[] {
  return [
    { table: "spans", rows: rows.flatMap((row) => row.spans) },
    { table: "span_content", rows: rows.flatMap((row) => row.contents) },
    { table: "findings", rows: rows.flatMap((row) => row.findings) },
    { table: "dead_letters", rows: rows.flatMap((row) => row.deadLetters) },
    { table: "ledger", rows: rows.map((row) => row.ledger) },
  ];
}
