import type { LlmSpan } from "../row/llm-span.ts";

/** Operations that are one call of a model. Those around calls (agents, workflows, tools) never carry its spend. */
export const modelCallOperations: readonly string[] = [
  "chat",
  "text_completion",
  "generate_content",
  "embeddings",
  "rerank",
  "moderation",
  "transcription",
  "speech",
  "image_generation",
];
const modelCalls: ReadonlySet<string> = new Set(modelCallOperations);

/** Whether an operation calls a model itself. */
export function isModelCall(operation: string): boolean {
  return modelCalls.has(operation);
}

/** What a call is known by: its id, and which part of the call where an engine runs one call as several requests. */
export interface CallId {
  readonly id: string;
  /** `""` for the whole call. */
  readonly part: string;
}

const placeholders: ReadonlySet<string> = new Set(["", "none", "null", "undefined", "nan", "unknown", "n/a", "-"]);

/**
 * vLLM derives the ids of its requests from the id that it answers with: `cmpl-<id>` runs as `cmpl-<id>-0`, one for
 * each prompt; `n` samples get a number in front; newer versions append eight random hexadecimal digits.
 */
const engineId =
  /^(?:(?<sample>\d{1,5})_)?(?<id>(?:chatcmpl|cmpl|embd)-(?:[0-9a-f]{32}|[0-9a-f]{16}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))(?:-(?<prompt>\d{1,5}))?(?:-[0-9a-f]{8})?$/;

/** The id of a span's call: the provider's response id, else the engine's id of the request; null when neither is known. */
export function callIdOf(span: Pick<LlmSpan, "response_id" | "request_id">): CallId | null {
  const known = [span.response_id, span.request_id].map((id) => id.trim()).find(isKnown);
  if (known === undefined) return null;
  const groups = engineId.exec(known)?.groups;
  if (groups === undefined) return { id: known, part: "" };
  const { id = known, sample, prompt } = groups;
  const part = sample === undefined && prompt === undefined ? "" : `${sample ?? ""}_${prompt ?? ""}`;
  return { id, part };
}

function isKnown(id: string): boolean {
  return !placeholders.has(id.toLowerCase());
}

/**
 * The readable key of a span's call. Spans of one call have the same key; the reverse does not hold where a client
 * chooses ids and uses one again, so what a call costs is told by `spend_role`, never by counting keys. Unique within a
 * tenant; `""` for spans that are no call.
 */
export function callKey(
  span: Pick<LlmSpan, "operation" | "response_id" | "request_id" | "trace_id" | "span_id">,
): string {
  if (!isModelCall(span.operation)) return "";
  return callIdOf(span)?.id ?? `${span.trace_id}/${span.span_id}`;
}
