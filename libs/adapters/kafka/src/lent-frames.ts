import { createRequire } from "node:module";

import { ParapetError } from "@parapet/runtime";

/** What of a record says where it stands. */
interface Placed {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
}

interface DecodedFetch {
  readonly responses: readonly {
    readonly partitions: readonly { readonly messages: readonly Placed[] }[];
  }[];
}

/** kafkajs's reader of the answers to Fetch requests, of the only version that brokers of today are asked in. */
interface FetchResponse {
  decode: (payload: Buffer) => Promise<DecodedFetch>;
}

/** Smaller ones are left to the garbage collector. */
const MIN_FRAME_BYTES = 64 * 1024;

/** How many records of an answer are not given back yet, by the memory that the answer stands in. */
const lent = new WeakMap<ArrayBuffer, number>();
const frames = new WeakSet<ArrayBuffer>();
const lending = new WeakSet<FetchResponse>();

/** Memory for one answer of a broker. It is freed as soon as every record of it is given back, if they ever are. */
export function createFrame(bytes: number): Buffer {
  const memory = new ArrayBuffer(bytes);
  if (bytes >= MIN_FRAME_BYTES) frames.add(memory);
  return Buffer.from(memory);
}

/**
 * Counts the records of every answer to a Fetch request. By itself the garbage collector would look through everything
 * that is alive for each few megabytes that are read, since it alone could free them. Repeating is harmless.
 */
export function lendFetchedFrames(): void {
  const response: FetchResponse = createRequire(import.meta.url)("kafkajs/src/protocol/requests/fetch/v11/response");
  if (lending.has(response)) return;
  lending.add(response);
  const { decode } = response;
  response.decode = async (payload) => {
    const decoded = await decode(payload);
    const { buffer } = payload;
    if (buffer instanceof ArrayBuffer && frames.has(buffer)) lend(buffer, decoded);
    return decoded;
  };
}

/** Records that were unpacked stand elsewhere, and those that kafkajs keeps to itself never come back: both do no harm. */
function lend(memory: ArrayBuffer, { responses }: DecodedFetch): void {
  const records = responses.flatMap(({ partitions }) => partitions.flatMap(({ messages }) => messages));
  lendTo(memory, records);
}

function lendTo(memory: ArrayBuffer, records: readonly Placed[]): void {
  lent.set(memory, records.filter((record) => memoryOf(record) === memory).length);
}

/**
 * Nobody reads these records any more, each of which is given back once. What reads one all the same finds no byte, which
 * is why there is `lentCheck`.
 */
export function giveBack(records: readonly Placed[]): void {
  for (const record of records) {
    const memory = memoryOf(record);
    const count = memory === undefined ? undefined : lent.get(memory);
    if (memory === undefined || count === undefined) continue;
    lent.set(memory, count - 1);
    if (count === 1) memory.transfer(0); // Which frees it at once.
  }
}

/**
 * A check to be made before the records are read, and again before what was read in them is stored.
 *
 * @throws ParapetError `messages_freed` when the memory of one is gone, so that it would be taken for an empty one.
 */
export function lentCheck(records: readonly Placed[]): () => void {
  const memories = [...new Set(records.map(memoryOf))];
  return () => {
    if (!memories.some((memory) => memory?.detached === true)) return;
    throw new ParapetError("messages_freed", "messages were freed before they were stored; they are read again");
  };
}

/** A part of a fetch that is smaller than this share of it is moved out. */
const SMALL_SHARE = 1 / 4;

/**
 * The records in memory of their own, and given back as they were, where they are a small part of what they stand in:
 * while they are held, all of it is. Others are left where they are.
 */
export function movedOut<R extends Placed>(records: readonly R[]): readonly R[] {
  const bytes = records.reduce((sum, { key, value }) => sum + sizeOf(key) + sizeOf(value), 0);
  const pinned = [...new Set(records.map(memoryOf))].reduce((sum, memory) => sum + sizeOf(memory), 0);
  if (pinned < MIN_FRAME_BYTES || bytes >= pinned * SMALL_SHARE) return records;
  const frame = createFrame(bytes);
  let at = 0;
  const move = (part: Uint8Array | null): Uint8Array | null => {
    if (part === null) return null;
    frame.set(part, at);
    at += part.byteLength;
    return frame.subarray(at - part.byteLength, at);
  };
  const moved = records.map((record) => ({ ...record, key: move(record.key), value: move(record.value) }));
  if (frame.buffer instanceof ArrayBuffer && frames.has(frame.buffer)) lendTo(frame.buffer, moved);
  giveBack(records);
  return moved;
}

function sizeOf(part: { readonly byteLength: number } | null | undefined): number {
  return part?.byteLength ?? 0;
}

function memoryOf({ key, value }: Placed): ArrayBuffer | undefined {
  const memory = (value ?? key)?.buffer;
  return memory instanceof ArrayBuffer ? memory : undefined;
}
