/** One message of a stream, as the broker holds it. `value` is an OTLP export request in protobuf or JSON. */
export interface Message {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Broker (or append) time in whole milliseconds since the epoch, 1970 to 2262; a pure function of the message, safe in row content. */
  readonly timestampMs: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A message to be appended. The partition is the producer's choice: by `key` when there is one. */
export interface OutgoingMessage {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}
