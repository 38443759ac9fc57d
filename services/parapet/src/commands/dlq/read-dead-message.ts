import { createHash } from "node:crypto";

import type { Message } from "@parapet/delivery";
import { readMessages, type KafkaConnection } from "@parapet/kafka";

import type { DeadMessage } from "./dead-letters.ts";

/** A dead letter's message as Kafka has it now. */
export type ReadAgain =
  | { readonly kind: "read"; readonly message: Message; readonly value: Uint8Array }
  /** The topic no longer holds it. */
  | { readonly kind: "message_gone" }
  /** Another message stands at its place: the topic was created anew. */
  | { readonly kind: "message_changed" };

/** Reads messages of one partition again, in the order given. */
export async function readDeadMessagesAgain(
  connection: KafkaConnection,
  letters: readonly DeadMessage[],
  signal: AbortSignal,
): Promise<readonly ReadAgain[]> {
  const [first] = letters;
  if (first === undefined) return [];
  const { topic, partition } = first;
  const offsets = letters.map(({ offset }) => offset);
  // What the letters say, with room for keys and headers.
  const maxBytes = letters.reduce((sum, { sizeBytes }) => sum + sizeBytes + 1_048_576, 0);
  const messages = await readMessages(connection, { topic, partition, offsets, maxBytes }, signal);
  const found = new Map(messages.map((message) => [message.offset, message]));
  return letters.map((letter) => readAgain(letter, found.get(letter.offset)));
}

function readAgain({ hash }: DeadMessage, message: Message | undefined): ReadAgain {
  if (message === undefined) return { kind: "message_gone" };
  const value = message.value ?? new Uint8Array();
  const isSame = createHash("sha256").update(value).digest("hex") === hash;
  return isSame ? { kind: "read", message, value } : { kind: "message_changed" };
}
