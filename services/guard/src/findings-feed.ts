import { createHash } from "node:crypto";

import type { FindingRow } from "@parapet/clickhouse";
import type { OutgoingMessage, Producer } from "@parapet/delivery";

/** Tells others of findings that are about to be stored: one JSON message each. */
export interface FindingsFeed {
  /** Resolves when all are durable; rejects as `Producer.send` does. */
  readonly publish: (findings: readonly FindingRow[], options: PublishOptions) => Promise<void>;
}

interface PublishOptions {
  /** Tells a topic from one that had its name before. */
  readonly streamId: string;
  readonly signal: AbortSignal;
}

const ID_DIGITS = 32;
const encoder = new TextEncoder();

/**
 * Messages are keyed by trace, so that those of one stay in order. A range that has to be done again is told of again:
 * `id` is the same then.
 */
export function createFindingsFeed(producer: Producer): FindingsFeed {
  return {
    publish: (findings, { streamId, signal }) =>
      producer.send(
        findings.map((finding) => messageOf(finding, streamId)),
        signal,
      ),
  };
}

function messageOf(finding: FindingRow, streamId: string): OutgoingMessage {
  const { topic, partition, offset, idx, fingerprint: _fingerprint, ...told } = finding;
  const place = [
    streamId,
    topic,
    partition,
    offset,
    idx,
    finding.location,
    finding.detector,
    finding.category,
    finding.start,
  ];
  const id = createHash("sha256").update(JSON.stringify(place)).digest("hex").slice(0, ID_DIGITS);
  return {
    key: encoder.encode(finding.trace_id),
    value: encoder.encode(JSON.stringify({ id, ...told })),
    headers: { "parapet-tenant": finding.tenant },
  };
}
