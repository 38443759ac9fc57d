import type { ClickHouse } from "@parapet/clickhouse";
import type { Message, Producer } from "@parapet/delivery";
import { createKafkaProducer, type KafkaConnection } from "@parapet/kafka";

import type { DeadMessage } from "./dead-letters.ts";
import { formatMessagePlace } from "./message-place.ts";
import { readDeadMessagesAgain, type ReadAgain } from "./read-dead-message.ts";
import { markRequeue } from "./requeue-journal.ts";

/** Header of a message that was appended again: the place of the one that became a dead letter. */
const REQUEUED_FROM_HEADER = "parapet-requeued-from";

/**
 * What became of one letter. `already_requeued`: the journal says so. `requeue_unsure`: an earlier attempt ended between
 * its two notes in the journal, the message may have been appended. `partly_stored`: other spans of the message are
 * rows, and would be there twice.
 */
export type RequeueOutcome =
  | "requeued"
  | "would_requeue"
  | "already_requeued"
  | "requeue_unsure"
  | "partly_stored"
  | "empty_message"
  | Exclude<ReadAgain["kind"], "read">;

/** Nobody needs to look at these again. */
export const settledOutcomes: ReadonlySet<RequeueOutcome> = new Set(["requeued", "would_requeue", "already_requeued"]);

export interface RequeueOptions {
  readonly store: ClickHouse;
  readonly connection: KafkaConnection;
  readonly isDryRun: boolean;
  /** Also letters whose earlier attempt is unsure. */
  readonly isAgain: boolean;
  /** Also messages of which other spans are stored. */
  readonly isWithSiblings: boolean;
  readonly signal: AbortSignal;
  readonly onOutcome: (letter: DeadMessage, outcome: RequeueOutcome) => Promise<void>;
}

/** Bounds of what is read from Kafka at once. */
const MAX_READ_LETTERS = 200;
const MAX_READ_BYTES = 32 * 1024 * 1024;

/** Appends the messages of dead letters to their topics again, each once. */
export async function requeueLetters(letters: readonly DeadMessage[], options: RequeueOptions): Promise<void> {
  const open: DeadMessage[] = [];
  for (const letter of letters) {
    const refusal = refusalOf(letter, options);
    if (refusal === null) open.push(letter);
    else await options.onOutcome(letter, refusal);
  }
  for (const [topic, ofTopic] of Map.groupBy(open, (letter) => letter.topic)) {
    const producer = createKafkaProducer({ ...options.connection, topic });
    try {
      for (const reading of readingsOf(ofTopic)) await requeueReading(reading, producer, options);
    } finally {
      await producer.stop();
    }
  }
}

function refusalOf(letter: DeadMessage, { isAgain, isWithSiblings }: RequeueOptions): RequeueOutcome | null {
  if (letter.requeue === "appended") return "already_requeued";
  if (letter.requeue === "begun" && !isAgain) return "requeue_unsure";
  return letter.storedSpans > 0 && !isWithSiblings ? "partly_stored" : null;
}

/** Letters of one partition that are read together. */
function readingsOf(letters: readonly DeadMessage[]): readonly (readonly DeadMessage[])[] {
  const readings: DeadMessage[][] = [];
  for (const ofPartition of Map.groupBy(letters, ({ partition }) => partition).values()) {
    let bytes = Number.POSITIVE_INFINITY;
    for (const letter of ofPartition) {
      const last = readings.at(-1);
      bytes += letter.sizeBytes;
      if (last !== undefined && bytes <= MAX_READ_BYTES && last.length < MAX_READ_LETTERS) last.push(letter);
      else {
        readings.push([letter]);
        bytes = letter.sizeBytes;
      }
    }
  }
  return readings;
}

async function requeueReading(
  letters: readonly DeadMessage[],
  producer: Producer,
  options: RequeueOptions,
): Promise<void> {
  const readings = await readDeadMessagesAgain(options.connection, letters, options.signal);
  for (const [index, letter] of letters.entries()) {
    const reading = readings[index] ?? { kind: "message_gone" };
    await options.onOutcome(letter, await requeueOne(letter, reading, producer, options));
  }
}

/** Noted before and after: an attempt that ends in between is never taken for one that was not made. */
async function requeueOne(
  letter: DeadMessage,
  reading: ReadAgain,
  producer: Producer,
  { store, isDryRun, signal }: RequeueOptions,
): Promise<RequeueOutcome> {
  if (reading.kind !== "read") return reading.kind;
  if (reading.value.length === 0) return "empty_message";
  if (isDryRun) return "would_requeue";
  await markRequeue(store, letter, "begun", signal);
  await producer.send([outgoing(letter, reading.message, reading.value)], signal);
  await markRequeue(store, letter, "appended", signal);
  return "requeued";
}

function outgoing(
  letter: DeadMessage,
  { key, headers }: Message,
  value: Uint8Array,
): { readonly key: Uint8Array | null; readonly value: Uint8Array; readonly headers: Message["headers"] } {
  return { key, value, headers: { ...headers, [REQUEUED_FROM_HEADER]: formatMessagePlace(letter) } };
}
