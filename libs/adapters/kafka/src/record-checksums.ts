import { createRequire } from "node:module";

import { crc32c } from "@node-rs/crc32";
import { ParapetError } from "@parapet/runtime";

/** kafkajs's reader of the answers to Fetch requests, of the only version that brokers of today are asked in. */
interface FetchResponse {
  decode: (payload: Buffer) => Promise<unknown>;
}

const checked = new WeakSet<FetchResponse>();

/**
 * Lets every fetched batch be compared with its checksum, which kafkajs reads over: a bit that was turned on a disk or
 * on the way would be stored as if it had been sent. Repeating is harmless.
 */
export function checkFetchedRecords(): void {
  const response: FetchResponse = createRequire(import.meta.url)("kafkajs/src/protocol/requests/fetch/v11/response");
  if (checked.has(response)) return;
  checked.add(response);
  const { decode } = response;
  response.decode = async (payload) => {
    requireFetchChecksums(payload);
    return decode(payload);
  };
}

/**
 * Walks through the answer to a Fetch request of version 11 (https://kafka.apache.org/protocol.html#The_Messages_Fetch).
 *
 * @throws ParapetError `corrupt_batch` at the first batch that is not as its producer sent it.
 */
export function requireFetchChecksums(payload: Buffer): void {
  const topicsAt = 4 + 2 + 4; // Throttle time, error, session.
  let at = topicsAt + 4;
  for (let topics = payload.readInt32BE(topicsAt); topics > 0; topics -= 1) {
    at += 2 + payload.readInt16BE(at);
    const partitions = payload.readInt32BE(at);
    at += 4;
    for (let left = partitions; left > 0; left -= 1) at = requirePartitionChecksums(payload, at);
  }
}

/** Returns where the next partition begins. */
function requirePartitionChecksums(payload: Buffer, start: number): number {
  const abortedAt = start + 4 + 2 + 8 + 8 + 8; // Partition, error, three offsets.
  const aborted = Math.max(0, payload.readInt32BE(abortedAt)); // Null is -1.
  const sizeAt = abortedAt + 4 + aborted * 16 + 4; // Behind the replica that is preferred.
  const recordsAt = sizeAt + 4;
  const end = recordsAt + Math.max(0, payload.readInt32BE(sizeAt));
  requireBatchChecksums(payload.subarray(recordsAt, end));
  return end;
}

const LENGTH_AT = 8;
const LENGTH_END = 12;
const MAGIC_AT = 16;
const CHECKSUM_AT = 17;
const COVERED_AT = 21;

/** A batch holds, from its attributes on, what its CRC-32C covers. The last one may be cut off by the bound of the fetch. */
function requireBatchChecksums(records: Buffer): void {
  let at = 0;
  while (at + COVERED_AT <= records.length) {
    const end = at + LENGTH_END + records.readInt32BE(at + LENGTH_AT);
    if (end > records.length || end <= at) return;
    // Formats before Kafka 0.11 have another checksum; no broker of today keeps them.
    const hasChecksum = records.readInt8(at + MAGIC_AT) === 2;
    if (hasChecksum && crc32c(records.subarray(at + COVERED_AT, end)) !== records.readUInt32BE(at + CHECKSUM_AT)) {
      const offset = records.readBigInt64BE(at);
      throw new ParapetError("corrupt_batch", `the batch at offset ${offset} was damaged on a disk or on its way here`);
    }
    at = end;
  }
}
