import type { OutgoingMessage } from "./message.ts";

/** Appends messages to one topic. */
export interface Producer {
  /** Resolves when the messages are durable; rejects when that is not known. */
  readonly send: (messages: readonly OutgoingMessage[], signal: AbortSignal) => Promise<void>;
  readonly stop: () => Promise<void>;
}
