import { randomFillSync } from "node:crypto";

import { SpanBatchDecoder } from "@parapet/span";

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
const DIGIT_ZERO = 0x30;
/** Templates of one shape that are sent in turn. */
export const TEMPLATES = 64;

/** Bytes that no two messages share: `isDigits` for those of a text. */
interface OwnBytes {
  readonly at: number;
  readonly end: number;
  readonly isDigits: boolean;
}

/** A message whose copies differ as the messages of a sender do: in the ids of their spans and of the answers. */
export interface MessageTemplate {
  readonly spans: number;
  readonly bytes: number;
  readonly copy: () => Buffer;
}

/** A template of an OTLP protobuf message, of which all spans have to be such that columns hold them. */
export function messageTemplate(bytes: Uint8Array): MessageTemplate {
  const decoded = new SpanBatchDecoder().decode(bytes, { tenant: "bench", receivedAtMs: Date.now() });
  if (decoded.kind !== "ok") throw new Error("the sample is no sound request");
  const { batch } = decoded.value;
  const own: OwnBytes[] = [];
  for (let row = 0; row < batch.rows; row += 1) {
    const [traceAt = 0, spanAt = 0] = [batch.traceIdAt[row], batch.spanIdAt[row]];
    own.push({ at: traceAt, end: traceAt + TRACE_ID_BYTES, isDigits: false });
    own.push({ at: spanAt, end: spanAt + SPAN_ID_BYTES, isDigits: false });
    own.push(...answerDigits(bytes, batch.placed("responseId", row)));
  }
  return { spans: batch.rows, bytes: bytes.length, copy: () => copyWithOwnBytes(bytes, own) };
}

/** The digits at the end of an answer's id. */
function answerDigits(bytes: Uint8Array, id: string): readonly OwnBytes[] {
  const at = id === "" ? -1 : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(id);
  if (at < 0) return [];
  const digits = /\d+$/.exec(id)?.[0].length ?? 0;
  return [{ at: at + id.length - digits, end: at + id.length, isDigits: true }];
}

function copyWithOwnBytes(bytes: Uint8Array, own: readonly OwnBytes[]): Buffer {
  const copy = Buffer.from(bytes);
  const random = randomFillSync(Buffer.allocUnsafe(own.reduce((sum, { at, end }) => sum + end - at, 0)));
  let next = 0;
  for (const { at, end, isDigits } of own) {
    for (let index = at; index < end; index += 1) {
      const byte = random[next++] ?? 0;
      copy[index] = isDigits ? DIGIT_ZERO + (byte % 10) : byte;
    }
  }
  return copy;
}
