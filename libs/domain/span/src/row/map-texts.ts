import { isJsonList, isJsonObject, parseJson } from "../otlp/any-value.ts";
import type { JsonValue } from "../otlp/any-value.ts";
import type { ChatMessage, MessagePart } from "../messages/chat-message.ts";
import type { LlmSpan } from "./llm-span.ts";

/** Answers the text to put in place of `text`; `location` is its path in the span, such as `attributes.http.url`. */
export interface TextRewrite {
  (text: string, location: string, isKey?: boolean): string;
  /** Whether plain names and small numbers are offered too, which nobody but the caller knows to be anything. */
  readonly offersAll?: boolean;
}

/**
 * Rewrites every text of a span that its sender could have filled freely: messages with tool arguments and answers,
 * instructions, tool definitions, status, attributes of span, resource, events and links with their keys, names, tags,
 * session and user. Ids, models, provider, service, scope and server address are left alone. Numbers within structured
 * values that are long enough to be somebody's are offered as text too, and become text when they are changed.
 */
export function mapTexts(span: LlmSpan, rewrite: TextRewrite): LlmSpan {
  return {
    ...span,
    name: rewrite(span.name, "name"),
    agent_name: rewriteName(span.agent_name, "agent_name", rewrite),
    tool_name: rewriteName(span.tool_name, "tool_name", rewrite),
    operation: rewriteName(span.operation, "operation", rewrite),
    prompt_name: rewriteName(span.prompt_name, "prompt_name", rewrite),
    prompt_version: rewriteName(span.prompt_version, "prompt_version", rewrite),
    service_tier: rewriteName(span.service_tier, "service_tier", rewrite),
    finish_reasons: span.finish_reasons.map((reason, at) => rewriteName(reason, `finish_reasons.${at}`, rewrite)),
    error_type: rewriteName(span.error_type, "error_type", rewrite),
    session_id: rewriteText(span.session_id, "session_id", rewrite),
    user_id: rewriteText(span.user_id, "user_id", rewrite),
    tags: span.tags.map((tag, at) => rewrite(tag, `tags.${at}`)),
    input_messages: rewriteMessages(span.input_messages, "input_messages", rewrite),
    output_messages: rewriteMessages(span.output_messages, "output_messages", rewrite),
    tool_calls: span.tool_calls.map((call, at) => ({
      id: rewriteName(call.id, `tool_calls.${at}.id`, rewrite),
      name: rewriteName(call.name, `tool_calls.${at}.name`, rewrite),
      arguments: rewriteValue(call.arguments, `tool_calls.${at}.arguments`, rewrite),
    })),
    trace_name: rewriteText(span.trace_name, "trace_name", rewrite),
    environment: rewriteName(span.environment, "environment", rewrite),
    release: rewriteName(span.release, "release", rewrite),
    region: rewriteName(span.region, "region", rewrite),
    scores: span.scores.map((score, at) => ({
      ...score,
      name: rewriteName(score.name, `scores.${at}.name`, rewrite),
      label: rewriteName(score.label, `scores.${at}.label`, rewrite),
      source: rewriteName(score.source, `scores.${at}.source`, rewrite),
    })),
    system_instructions: rewriteText(span.system_instructions, "system_instructions", rewrite),
    tool_definitions: rewriteJsonText(span.tool_definitions, "tool_definitions", rewrite),
    status_message: rewriteText(span.status_message, "status_message", rewrite),
    attributes: rewriteTextRecord(span.attributes, "attributes", rewrite),
    resource_attributes: rewriteTextRecord(span.resource_attributes, "resource_attributes", rewrite),
    events: rewriteRecords(span.events, "events", rewrite),
    links: rewriteRecords(span.links, "links", rewrite),
  };
}

function rewriteText(text: string, location: string, rewrite: TextRewrite): string {
  return text === "" ? "" : rewrite(text, location);
}

/**
 * Words of at most 15 letters and at most three digits: a name that people choose. It is too short between its separators
 * for a credential, which may well consist of letters, and has too few digits for a datum about somebody.
 */
const PLAIN_NAME = /^(?!(?:\D*\d){4})(?!.*[A-Za-z\d]{16})[A-Za-z_][\w.-]*$/;

function isPassedOver(name: string, { offersAll = false }: TextRewrite): boolean {
  return !offersAll && PLAIN_NAME.test(name);
}

/** Keys and identifiers are only offered when they could hold personal data: most never do, and they are many. */
function rewriteName(name: string, location: string, rewrite: TextRewrite): string {
  return name === "" || isPassedOver(name, rewrite) ? name : rewrite(name, location);
}

function rewriteMessages(
  messages: readonly ChatMessage[],
  location: string,
  rewrite: TextRewrite,
): readonly ChatMessage[] {
  return messages.map((message, at) => {
    const path = `${location}.${at}`;
    const { finish_reason: reason } = message;
    return {
      role: rewriteName(message.role, `${path}.role`, rewrite),
      parts: message.parts.map((part, index) => rewritePart(part, `${path}.parts.${index}`, rewrite)),
      ...(reason === undefined ? {} : { finish_reason: rewriteName(reason, `${path}.finish_reason`, rewrite) }),
    };
  });
}

function rewritePart(part: MessagePart, location: string, rewrite: TextRewrite): MessagePart {
  const { type, id, name, content, ...rest } = part;
  const rewriteOptional = (key: string, text: string | undefined) =>
    text === undefined ? {} : { [key]: rewriteName(text, `${location}.${key}`, rewrite) };
  return {
    ...rewriteObject(rest, location, rewrite),
    type: rewriteName(type, `${location}.type`, rewrite),
    ...rewriteOptional("id", id),
    ...rewriteOptional("name", name),
    ...(content === undefined ? {} : { content: rewriteText(content, `${location}.content`, rewrite) }),
  };
}

/** Below this a number is a count or a measure, above it may be a telephone or account number. */
const LONG_NUMBER = 1_000_000;

function rewriteValue(value: unknown, location: string, rewrite: TextRewrite): unknown {
  if (typeof value === "string") return rewriteText(value, location, rewrite);
  if (typeof value === "number") return rewriteNumber(value, location, rewrite);
  if (Array.isArray(value)) return value.map((item, at) => rewriteValue(item, `${location}.${at}`, rewrite));
  return typeof value === "object" && value !== null ? rewriteObject(value, location, rewrite) : value;
}

function rewriteNumber(value: number, location: string, rewrite: TextRewrite): unknown {
  if (Math.abs(value) < LONG_NUMBER && rewrite.offersAll !== true) return value;
  const text = String(value);
  const rewritten = rewrite(text, location);
  return rewritten === text ? value : rewritten;
}

function rewriteObject(value: object, location: string, rewrite: TextRewrite): Record<string, unknown> {
  return rewriteEntries(value, location, { rewrite, rewriteItem: rewriteValue });
}

function rewriteTextRecord(
  record: Readonly<Record<string, string>>,
  location: string,
  rewrite: TextRewrite,
): Readonly<Record<string, string>> {
  return rewriteEntries(record, location, { rewrite, rewriteItem: rewriteText });
}

interface EntryRewrite<T, R> {
  readonly rewrite: TextRewrite;
  readonly rewriteItem: (item: T, location: string, rewrite: TextRewrite) => R;
}

/** Longer keys are cut in locations, which are stored and shown. */
const MAX_KEY_IN_LOCATION = 128;

/** Keys first: a location is made of the rewritten key, since it outlives the redaction. */
function rewriteEntries<T, R>(
  record: Readonly<Record<string, T>> | object,
  location: string,
  { rewrite, rewriteItem }: EntryRewrite<T, R>,
): Record<string, R> {
  const entries = Object.entries<T>({ ...record }).map(([key, item]): [string, R] => {
    const name = key === "" || isPassedOver(key, rewrite) ? key : rewrite(key, `${location}.{key}`, true);
    return [name, rewriteItem(item, `${location}.${name.slice(0, MAX_KEY_IN_LOCATION)}`, rewrite)];
  });
  return Object.fromEntries(withDistinctKeys(entries));
}

/** Two keys that became one keep both values. */
function withDistinctKeys<T>(entries: readonly [string, T][]): [string, T][] {
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  return entries.map(([key, value]) => {
    let distinct = key;
    let count = counts.get(key) ?? 1;
    for (; seen.has(distinct); distinct = `${key} (${count})`) count += 1;
    counts.set(key, count);
    seen.add(distinct);
    return [distinct, value];
  });
}

/** A column of JSON: its values are rewritten one by one, so that it stays JSON and no escape hides a text. */
function rewriteJsonText(text: string, location: string, rewrite: TextRewrite): string {
  if (text === "") return "";
  const json = parseJson(text);
  return json === undefined || typeof json !== "object"
    ? rewrite(text, location)
    : JSON.stringify(rewriteValue(json, location, rewrite));
}

/** Events or links: their times and ids are left alone, their names and attributes are rewritten. */
function rewriteRecords(text: string, location: string, rewrite: TextRewrite): string {
  const records = parseJson(text);
  if (!isJsonList(records)) return rewriteText(text, location, rewrite);
  return JSON.stringify(records.map((record, at) => rewriteRecord(record, `${location}.${at}`, rewrite)));
}

const ownFields: ReadonlySet<string> = new Set(["time", "trace_id", "span_id"]);

function rewriteRecord(record: JsonValue, location: string, rewrite: TextRewrite): unknown {
  if (!isJsonObject(record)) return rewriteValue(record, location, rewrite);
  const entries = Object.entries(record).map(([key, value]) => [
    key,
    ownFields.has(key) ? value : rewriteValue(value, `${location}.${key}`, rewrite),
  ]);
  return Object.fromEntries(entries);
}
