import { randomUUID } from "node:crypto";

import type { ClickHouse } from "@parapet/clickhouse";

import type { DeadMessage, RequeueState } from "./dead-letters.ts";

/** Notes in table `requeues` how far the requeueing of a message has come. */
export async function markRequeue(
  store: ClickHouse,
  { topic, partition, offset, hash }: DeadMessage,
  state: Exclude<RequeueState, "none">,
  signal: AbortSignal,
): Promise<void> {
  const row = { topic, partition, offset: String(offset), hash, state };
  await store.insert("requeues", [row], { token: `requeue:${randomUUID()}`, signal });
}
