import { randomBytes } from "node:crypto";

import type { Message, MessageRange } from "@parapet/delivery";
import { encodeTraceRequest, type AnyValue, type OtlpSpan } from "@parapet/span";

const words = ["order", "refund", "cluster", "invoice", "deploy", "latency", "customer", "ticket", "schema", "battery"];

/** About `bytes` of plain words, different for each `seed`. */
function prose(bytes: number, seed: number): string {
  const parts: string[] = [];
  for (let length = 0, step = seed; length < bytes; step += 7) {
    const word = words[step % words.length] ?? "order";
    parts.push(word);
    length += word.length + 1;
  }
  return parts.join(" ");
}

/** One exporter sends for one resource and scope. */
const resource = new Map<string, AnyValue>([
  ["service.name", "bench"],
  ["service.version", "1.4.2"],
  ["telemetry.sdk.language", "nodejs"],
]);
const scopeAttributes = new Map<string, AnyValue>();

function sampleSpan(seed: number, { contentBytes, personalEvery = Infinity }: SampleShape): OtlpSpan {
  const startTimeUnixNano = 1_790_000_000_000_000_000n + BigInt(seed) * 1_000_000n;
  const message = (role: string, content: string): string =>
    JSON.stringify([{ role, parts: [{ type: "text", content }] }]);
  const attributes = new Map<string, AnyValue>([
    ["gen_ai.operation.name", "chat"],
    ["gen_ai.provider.name", "openai"],
    ["gen_ai.request.model", "gpt-4o-mini"],
    ["gen_ai.response.model", "gpt-4o-mini-2024-07-18"],
    ["gen_ai.response.id", `chatcmpl-BqW${String(seed).padStart(20, "0")}`],
    ["gen_ai.usage.input_tokens", 400 + (seed % 100)],
    ["gen_ai.usage.output_tokens", 120],
    ["gen_ai.response.finish_reasons", ["stop"]],
    ["gen_ai.conversation.id", `session-${seed % 1_000}`],
    ["gen_ai.request.stream", true],
    ["gen_ai.response.time_to_first_chunk", 0.31],
    ["user.id", `user-${seed % 5_000}`],
    ["server.address", "api.openai.com"],
  ]);
  if (contentBytes > 0) {
    const personal = seed % personalEvery === 0 ? ` Write to jane.doe${seed}@example.com or call (212) 555-0199.` : "";
    attributes.set("gen_ai.input.messages", message("user", prose(contentBytes * 0.6, seed) + personal));
    attributes.set("gen_ai.output.messages", message("assistant", prose(contentBytes * 0.4, seed + 3)));
  }
  return {
    traceId: randomBytes(16).toString("hex"),
    spanId: randomBytes(8).toString("hex"),
    parentSpanId: "",
    traceState: "",
    name: "chat gpt-4o-mini",
    kind: 3,
    startTimeUnixNano,
    endTimeUnixNano: startTimeUnixNano + 850_000_000n,
    attributes,
    events: [],
    links: [],
    statusCode: 0,
    statusMessage: "",
    resource,
    scopeName: "bench",
    scopeVersion: "1",
    scopeAttributes,
    flags: [],
  };
}

export interface SampleShape {
  readonly messages: number;
  readonly spansPerMessage: number;
  /** Bytes of prompt and answer in each span; 0 leaves the content out. */
  readonly contentBytes: number;
  /** One span in so many names an address and a telephone number; none without it. */
  readonly personalEvery?: number;
}

/** A range of OTLP protobuf messages as an exporter would send them. */
export function sampleRange(shape: SampleShape, firstOffset: number): MessageRange {
  const messages = Array.from({ length: shape.messages }, (_, index): Message => {
    const offset = firstOffset + index;
    const spans = Array.from({ length: shape.spansPerMessage }, (_, place) =>
      sampleSpan(offset * shape.spansPerMessage + place, shape),
    );
    return {
      topic: "llm.spans",
      partition: 0,
      offset: BigInt(offset),
      timestampMs: 1_790_000_000_000,
      key: null,
      value: encodeTraceRequest(spans),
      headers: {},
    };
  });
  return {
    streamId: "bench",
    topic: "llm.spans",
    partition: 0,
    firstOffset: BigInt(firstOffset),
    lastOffset: BigInt(firstOffset + shape.messages - 1),
    messages,
  };
}

/** Bytes of the message values of a range. */
export function rangeBytes(range: MessageRange): number {
  return range.messages.reduce((sum, message) => sum + (message.value?.byteLength ?? 0), 0);
}
