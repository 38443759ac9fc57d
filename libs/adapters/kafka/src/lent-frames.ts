import { createRequire } from "node:module";

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
  lent.set(memory, records.filter((record) => memoryOf(record) === memory).length);
}

/** Nobody reads these records any more, each of which is given back once. What reads one all the same finds no byte. */
export function giveBack(records: readonly Placed[]): void {
  for (const record of records) {
    const memory = memoryOf(record);
    const count = memory === undefined ? undefined : lent.get(memory);
    if (memory === undefined || count === undefined) continue;
    lent.set(memory, count - 1);
    if (count === 1) memory.transfer(0); // Which frees it at once.
  }
}

function memoryOf({ key, value }: Placed): ArrayBuffer | undefined {
  const memory = (value ?? key)?.buffer;
  return memory instanceof ArrayBuffer ? memory : undefined;
}
