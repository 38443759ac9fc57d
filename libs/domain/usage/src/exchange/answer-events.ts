import { isJsonObject, propertyOf, type JsonObject } from "../json-value.ts";
import { embeddedObjects } from "./embedded-objects.ts";
import { eventStreamPayloads } from "./event-stream-frames.ts";
import { parseJson } from "./parse-json.ts";
import { isServerSent, serverSentEvents } from "./server-sent-events.ts";

/** The JSON values that an answer is made of: one, or those of a stream in their order. */
export type AnswerEvents =
  | { readonly kind: "answer"; readonly value: unknown }
  /** `isBroken`: cut or mangled, so that events may be missing. */
  | { readonly kind: "stream"; readonly events: readonly JsonObject[]; readonly isBroken: boolean }
  | { readonly kind: "empty" }
  | { readonly kind: "unreadable" };

/**
 * Takes an answer apart: JSON, a list of JSON chunks, JSON lines, server-sent events, or an AWS event stream. What it is
 * is told by its bytes: requests and headers are wrong about it too often. Events that are no JSON are passed over.
 */
export function answerEvents(body: string | Uint8Array): AnswerEvents {
  if (typeof body !== "string") return framedEvents(body) ?? textEvents(Buffer.from(body).toString("utf8"));
  const events = textEvents(body);
  return events.kind === "unreadable" ? (recordedFrames(body) ?? brokenEvents(body)) : events;
}

/** An answer whose JSON was parsed already: a list with more than one item is a stream. */
export function parsedEvents(value: unknown): AnswerEvents {
  if (!Array.isArray(value)) return { kind: "answer", value };
  return value.length === 1 ? { kind: "answer", value: value[0] } : streamOf(value);
}

const BYTE_ORDER_MARK = /^\uFEFF/;

function textEvents(body: string): AnswerEvents {
  const text = body.replace(BYTE_ORDER_MARK, "").trim();
  if (text === "") return { kind: "empty" };
  const value = parseJson(text);
  if (value !== undefined) return parsedEvents(value);
  if (isServerSent(text)) return streamOf(serverSentEvents(text).flatMap(eventValues));
  const values = text.includes("\n") ? text.split("\n").map(parseJson) : [];
  return values.some(isJsonObject) ? streamOf(values) : { kind: "unreadable" };
}

/** The value of an event; where a sender left out the empty lines between its events, those of its lines. */
function eventValues(lines: readonly string[]): readonly unknown[] {
  const value = parseJson(lines.join("\n"));
  return value === undefined && lines.length > 1 ? lines.map(parseJson) : [value];
}

const REPLACEMENT_CHARACTER = "\uFFFD";
const base64Text = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/** An event stream that a recorder kept as text: in base64, or its bytes one to a character. */
function recordedFrames(body: string): AnswerEvents | null {
  if (body.includes(REPLACEMENT_CHARACTER)) return null;
  return framedEvents(Buffer.from(body, base64Text.test(body) ? "base64" : "latin1"));
}

function brokenEvents(body: string): AnswerEvents {
  const events = embeddedObjects(body).map(unwrap).filter(isJsonObject);
  return events.length === 0 ? { kind: "unreadable" } : { kind: "stream", events, isBroken: true };
}

function framedEvents(bytes: Uint8Array): AnswerEvents | null {
  const payloads = eventStreamPayloads(bytes);
  return payloads === null
    ? null
    : streamOf(payloads.map((payload) => unwrap(parseJson(Buffer.from(payload).toString("utf8")))));
}

function streamOf(values: readonly unknown[]): AnswerEvents {
  return { kind: "stream", events: values.filter(isJsonObject), isBroken: false };
}

/** Bedrock wraps the chunks of `invoke` in base64. */
function unwrap(event: unknown): unknown {
  const bytes = propertyOf(event, "bytes");
  return typeof bytes === "string" ? parseJson(Buffer.from(bytes, "base64").toString("utf8")) : event;
}
