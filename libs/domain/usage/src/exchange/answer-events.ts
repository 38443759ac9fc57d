import { isJsonObject, propertyOf } from "../json-value.ts";
import { eventStreamPayloads } from "./event-stream-frames.ts";
import { parseJson } from "./parse-json.ts";
import { isServerSent, serverSentData } from "./server-sent-data.ts";

/** The JSON objects that an answer is made of: one, or those of a stream in their order. */
export type AnswerEvents =
  | { readonly kind: "answer"; readonly value: unknown }
  | { readonly kind: "stream"; readonly events: readonly unknown[] }
  | { readonly kind: "empty" }
  | { readonly kind: "unreadable" };

/**
 * Takes an answer apart: JSON, a list of JSON chunks, JSON lines, server-sent events, or an AWS event stream. What it is
 * is told by its bytes: requests and headers are wrong about it too often. Events that are no JSON are passed over.
 */
export function answerEvents(body: string | Uint8Array): AnswerEvents {
  if (typeof body !== "string") return framedEvents(body) ?? textEvents(Buffer.from(body).toString("utf8"));
  const events = textEvents(body);
  // A recorder may have kept the bytes of an event stream one to a character.
  return events.kind === "unreadable" ? (framedEvents(Buffer.from(body, "latin1")) ?? events) : events;
}

const BYTE_ORDER_MARK = /^\uFEFF/;

function textEvents(body: string): AnswerEvents {
  const text = body.replace(BYTE_ORDER_MARK, "").trim();
  if (text === "") return { kind: "empty" };
  const value = parseJson(text);
  if (Array.isArray(value)) return { kind: "stream", events: value };
  if (value !== undefined) return { kind: "answer", value };
  if (isServerSent(text)) return streamOf(serverSentData(text).map(parseJson));
  return text.includes("\n") ? streamOf(text.split("\n").map(parseJson)) : { kind: "unreadable" };
}

function framedEvents(bytes: Uint8Array): AnswerEvents | null {
  const payloads = eventStreamPayloads(bytes);
  return payloads === null
    ? null
    : streamOf(payloads.map((payload) => unwrap(parseJson(Buffer.from(payload).toString("utf8")))));
}

function streamOf(values: readonly unknown[]): AnswerEvents {
  const events = values.filter(isJsonObject);
  return events.length === 0 ? { kind: "unreadable" } : { kind: "stream", events };
}

/** Bedrock wraps the chunks of `invoke` in base64. */
function unwrap(event: unknown): unknown {
  const bytes = propertyOf(event, "bytes");
  return typeof bytes === "string" ? parseJson(Buffer.from(bytes, "base64").toString("utf8")) : event;
}
