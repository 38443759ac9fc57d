import type { OutgoingMessage } from "@parapet/delivery";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function textMessage(value: string, key: string | null = null): OutgoingMessage {
  return { key: key === null ? null : encoder.encode(key), value: encoder.encode(value), headers: {} };
}

export function textOf(message: { readonly value: Uint8Array | null }): string {
  return decoder.decode(message.value ?? new Uint8Array());
}

/** A deadline far beyond what a send takes. */
export function patient(): AbortSignal {
  return AbortSignal.timeout(20_000);
}
