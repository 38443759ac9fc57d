import type { DeadLetterRecord } from "@parapet/delivery";

import type { ReasonedRow } from "./dead-letter-rows.ts";

/** The letters of a range as other programs are told of them. */
export function deadLetterRecords(rows: readonly ReasonedRow[]): readonly DeadLetterRecord[] {
  return rows.map(({ topic, partition, offset, idx, tenant, reason, stage, hash, size_bytes: sizeBytes }) => ({
    topic,
    partition,
    offset: BigInt(offset),
    idx,
    tenant,
    reason,
    stage,
    hash,
    sizeBytes,
  }));
}
