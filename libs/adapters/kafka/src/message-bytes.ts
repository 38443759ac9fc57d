import type { OutgoingMessage } from "@parapet/delivery";

type Payload = Omit<OutgoingMessage, "value"> & { readonly value: Uint8Array | null };

/** Objects and references around the payload, by estimate. */
const OVERHEAD_BYTES = 128;

/** What a message takes in memory: the unit of every byte bound of this package. */
export function messageBytes({ key, value, headers }: Payload): number {
  let bytes = OVERHEAD_BYTES + (key?.byteLength ?? 0) + (value?.byteLength ?? 0);
  for (const name in headers) bytes += name.length + (headers[name]?.length ?? 0);
  return bytes;
}

export function totalBytes(messages: readonly Payload[]): number {
  return messages.reduce((sum, message) => sum + messageBytes(message), 0);
}
