import type { LlmSpan } from "../row/llm-span.ts";
import { EVENTS_SPAN_NAME } from "../otlp/log-record-spans.ts";

/** What of a span tells which call it belongs to. */
export type CallSpan = Pick<
  LlmSpan,
  | "tenant"
  | "trace_id"
  | "span_id"
  | "parent_span_id"
  | "name"
  | "kind"
  | "start_time"
  | "end_time"
  | "status"
  | "operation"
  | "provider"
  | "request_model"
  | "response_model"
  | "response_id"
  | "request_id"
  | "input_tokens"
  | "output_tokens"
  | "input_uncached_tokens"
  | "cache_read_tokens"
  | "cache_write_5m_tokens"
  | "cache_write_1h_tokens"
  | "reasoning_tokens"
  | "service_tier"
  | "gateway_cache"
>;

/** Clocks of two machines may differ by this much when both tell of one call. */
const SKEW_MS = 2_000;

/** When a span ran, in milliseconds since the epoch. */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

export function intervalOf(span: CallSpan): Interval {
  const startMs = Date.parse(span.start_time);
  const endMs = span.end_time === null ? startMs : Date.parse(span.end_time);
  return { startMs, endMs: Math.max(startMs, endMs) };
}

export function overlaps(a: Interval, b: Interval): boolean {
  return a.startMs <= b.endMs + SKEW_MS && b.startMs <= a.endMs + SKEW_MS;
}

export function contains(outer: Interval, inner: Interval, skewMs: number = SKEW_MS): boolean {
  return outer.startMs <= inner.startMs + skewMs && inner.endMs <= outer.endMs + skewMs;
}

/** Whether a span ran in the time of another, which may not say when it ended. */
export function ranWithin(inner: CallSpan, outer: CallSpan): boolean {
  const { startMs, endMs } = intervalOf(outer);
  return contains({ startMs, endMs: outer.end_time === null ? Infinity : endMs }, intervalOf(inner));
}

export function hasUsage(span: CallSpan): boolean {
  return span.input_tokens !== null || span.output_tokens !== null;
}

export function wholeInput(span: CallSpan): number {
  return span.input_tokens ?? 0;
}

/** Input without what a cache served: what a sender that leaves cached tokens out calls its input. */
export function uncachedInput(span: CallSpan): number {
  return span.input_uncached_tokens ?? wholeInput(span);
}

export function wholeOutput(span: CallSpan): number {
  return span.output_tokens ?? 0;
}

/** Output without reasoning: what a sender that leaves reasoning out, as Google's API does, calls its output. */
export function answerOutput(span: CallSpan): number {
  return wholeOutput(span) - (span.reasoning_tokens ?? 0);
}

export function hasSameInput(a: CallSpan, b: CallSpan): boolean {
  return wholeInput(a) === wholeInput(b) || uncachedInput(a) === uncachedInput(b);
}

export function hasSameOutput(a: CallSpan, b: CallSpan): boolean {
  return wholeOutput(a) === wholeOutput(b) || answerOutput(a) === answerOutput(b);
}

/** Whether two spans tell of the same tokens, though one of them may not count cached ones, or those of reasoning. */
export function hasSameUsage(a: CallSpan, b: CallSpan): boolean {
  return hasUsage(a) && hasUsage(b) && hasSameInput(a, b) && hasSameOutput(a, b);
}

/** Whether two spans may name the same model: one may say the alias, the provider before it, or the release after it. */
export function mayBeSameModel(a: CallSpan, b: CallSpan): boolean {
  const [left, right] = [modelsOf(a), modelsOf(b)];
  if (left.length === 0 || right.length === 0) return true;
  return left.some((one) => right.some((other) => one.startsWith(other) || other.startsWith(one)));
}

function modelsOf({ request_model, response_model }: CallSpan): readonly string[] {
  return [request_model, response_model]
    .filter((model) => model !== "")
    .map((model) => model.slice(model.lastIndexOf("/") + 1).toLowerCase());
}

/** LiteLLM's second span of a call: the request as it went to the provider. */
export function isRawRequest(span: CallSpan): boolean {
  return span.name === "raw_gen_ai_request";
}

const frameworkCall = /^ai\.(?:generateText|streamText|generateObject|streamObject|embed|embedMany)(?:\s|$)/;

/** A span of the Vercel AI SDK around the steps that call the model (`ai.generateText` around `….doGenerate`). */
export function isAroundSteps(span: CallSpan): boolean {
  return frameworkCall.test(span.name);
}

/** What log records told of a span, under that span's ids. */
export function isOfLogRecords(span: CallSpan): boolean {
  return span.name === EVENTS_SPAN_NAME;
}

/** A span that an inference server tells of itself: it knows neither the provider nor what is billed. */
export function isEngineSpan(span: CallSpan): boolean {
  return span.provider === "" && span.request_id !== "";
}

export function isCacheHit(span: CallSpan): boolean {
  return span.gateway_cache === "hit" || span.gateway_cache === "semantic_hit";
}

/** The same for a span that is there twice, and for no other. */
export function identityOf(span: CallSpan): string {
  const { tenant, trace_id, span_id, parent_span_id, name, start_time, end_time, operation } = span;
  const place = [tenant, trace_id, span_id, parent_span_id, name, start_time, end_time, operation];
  const { request_model, response_model, response_id, request_id, input_tokens, output_tokens } = span;
  return JSON.stringify([
    ...place,
    request_model,
    response_model,
    response_id,
    request_id,
    input_tokens,
    output_tokens,
  ]);
}
