import { createHash } from "node:crypto";

import type { ClickHouse, CostAdjustmentRow } from "@parapet/clickhouse";

import { deltaColumns, type Measures } from "./measures.ts";
import type { StoredCall } from "./stored-call.ts";

/** Why a cost was corrected. A bounded set: `cost_adjustments.reason`. */
const correctionReasons = ["duplicate_call", "reprice"] as const;
type CorrectionReason = (typeof correctionReasons)[number];

/** A correction of one call, and the call as it was when the correction was found. */
export interface Correction {
  readonly call: StoredCall;
  readonly reason: CorrectionReason;
  readonly delta: Measures;
  readonly priceVersion: string;
  readonly priceSource: string;
}

/**
 * Stores corrections. The same ones, found from the same state, are stored once, however often and from however many
 * processes they come: the token is a hash of the rows. Each has the number of those before it, so that one which was
 * taken back can be made again.
 */
export async function writeCorrections(
  clickhouse: ClickHouse,
  corrections: readonly Correction[],
  signal: AbortSignal,
): Promise<void> {
  if (corrections.length === 0) return;
  const rows = corrections.map(correctionRow);
  const token = createHash("sha256").update(JSON.stringify(rows)).digest("hex");
  await clickhouse.insert("cost_adjustments", rows, { token: `corrections:${token}`, signal });
}

function correctionRow({ call, reason, delta, priceVersion, priceSource }: Correction): CostAdjustmentRow {
  return {
    topic: call.topic,
    partition: call.partition,
    offset: call.offset,
    idx: call.idx,
    tenant: call.tenant,
    trace_id: call.trace_id,
    span_id: call.span_id,
    start_time: call.start_time,
    call_key: call.call_key,
    service_name: call.service_name,
    operation: call.operation,
    provider: call.provider,
    request_model: call.request_model,
    response_model: call.response_model,
    reason,
    generation: call.corrections,
    ...deltaColumns(delta),
    price_version: priceVersion,
    previous_version: call.corrected_version === "" ? call.price_version : call.corrected_version,
    price_source: priceSource,
    span_ingested_at: call.ingested_at,
  };
}
