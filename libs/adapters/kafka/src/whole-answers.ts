import { createRequire } from "node:module";
import type { Socket } from "node:net";

import { ParapetError } from "@parapet/runtime";

/** The part of kafkajs's internal connection that is changed here. */
interface ConnectionPrototype {
  chunks: Buffer[];
  readonly socket: Socket;
  processData: (this: ConnectionPrototype, data: Buffer) => void;
}

const changed = new WeakSet<ConnectionPrototype>();

/**
 * kafkajs 2.2.4 keeps the empty rest of each answer and puts it in front of the next one, which makes it copy every
 * answer that comes whole, as from `frameSocket`. And at what is no answer it throws where nobody catches it, which would
 * end the process: here it ends the connection. Repeating is harmless.
 */
export function takeAnswersWhole(): void {
  const { prototype }: { readonly prototype: ConnectionPrototype } = createRequire(import.meta.url)(
    "kafkajs/src/network/connection",
  );
  if (changed.has(prototype)) return;
  changed.add(prototype);
  const { processData } = prototype;
  prototype.processData = function processAnswer(data): void {
    if (this.chunks.length === 1 && this.chunks[0]?.length === 0) this.chunks = [];
    try {
      processData.call(this, data);
    } catch (cause) {
      this.socket.destroy(new ParapetError("not_kafka", "what answers does not speak Kafka's protocol", { cause }));
    }
  };
}
