import { collectFacts } from "../dialects/index.ts";
import { NO_DIALECT } from "../facts/collect-facts.ts";
import type { CollectedFacts } from "../facts/collect-facts.ts";
import { leftoversOf } from "./leftovers.ts";
import type { LlmSpan } from "./llm-span.ts";
import { canonicalOperation, inferOperation } from "../facts/operations.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { canonicalProvider } from "../facts/provider-names.ts";
import type { SpanFacts } from "../facts/span-facts.ts";
import { timesOfSpan } from "./span-times.ts";
import { spanKindName, spanStatusName } from "./span-kind.ts";
import { timingColumns } from "./timing.ts";
import { ttftOf } from "./ttft.ts";
import { toolCallsOf } from "../messages/tool-calls.ts";
import { takenKeysOf } from "./taken-keys.ts";
import { unfilledColumns } from "./unfilled-columns.ts";
import { normaliseUsage } from "./usage.ts";

/** What a span's row depends on besides the span. */
export interface NormaliseContext {
  readonly tenant: string;
  /** Time of the message, milliseconds since the epoch: stands in for a missing start. */
  readonly receivedAtMs: number;
}

const noKeys: ReadonlySet<string> = new Set();

/**
 * The readable view of a span, whatever dialect it speaks. A pure function of its arguments. Cost, text features and
 * prompt hash are left empty: later stages fill them. `docs/specs/span.md` gives the source of every column.
 */
export function normaliseSpan(span: OtlpSpan, context: NormaliseContext): LlmSpan {
  return rowOfFacts(span, collectFacts(span), context);
}

/** The row of a span of which the facts are `collected`. */
export function rowOfFacts(span: OtlpSpan, collected: CollectedFacts, context: NormaliseContext): LlmSpan {
  const { dialect, draft, takenEvents } = collected;
  const { facts } = draft;
  const times = timesOfSpan(span, context.receivedAtMs);
  const normalised = normaliseUsage(facts);
  const { usage, flags: usageFlags } = normalised;
  const operation = operationOf(span, collected);
  const ttft = ttftOf(facts, times);
  const flags = new Set<string>([...span.flags, ...times.flags, ...draft.flags, ...usageFlags, ...ttft.flags]);
  if (operation !== "" && facts.operation === undefined) flags.add("inferred_operation");
  const takenKeys =
    dialect === NO_DIALECT ? noKeys : takenKeysOf(span, draft, { usage: normalised, ttftMs: ttft.value });
  return {
    ...identityColumns(span, context.tenant),
    dialect,
    ...times.columns,
    status: spanStatusName(span.statusCode),
    error_type: facts.errorType ?? "",
    operation,
    ...modelColumns(facts),
    ...usage,
    ...unfilledColumns,
    ...callerColumns(facts),
    ...outcomeColumns(facts),
    ttft_ms: ttft.value,
    ...timingColumns(facts, {
      durationMs: times.columns.duration_ms,
      ttftMs: ttft.value,
      outputTokens: usage.output_tokens,
    }),
    ...requestColumns(facts),
    quality_flags: [...flags],
    ...contentColumns(facts),
    status_message: span.statusMessage || (facts.statusMessage ?? ""),
    ...leftoversOf(span, takenKeys, takenEvents),
  };
}

function identityColumns(span: OtlpSpan, tenant: string) {
  const serviceName = span.resource.get("service.name");
  return {
    tenant,
    trace_id: span.traceId,
    span_id: span.spanId,
    parent_span_id: span.parentSpanId,
    name: span.name,
    kind: spanKindName(span.kind),
    service_name: typeof serviceName === "string" ? serviceName : "",
    scope_name: span.scopeName,
  };
}

function modelColumns(facts: SpanFacts) {
  return {
    provider: canonicalProvider(facts.provider ?? ""),
    request_model: facts.requestModel ?? "",
    response_model: facts.responseModel ?? "",
    response_id: facts.responseId ?? "",
    server_address: facts.serverAddress ?? "",
    agent_name: facts.agentName ?? "",
    tool_name: facts.toolName ?? "",
    tool_call_id: facts.toolCallId ?? "",
  };
}

function callerColumns(facts: SpanFacts) {
  return {
    session_id: facts.sessionId ?? "",
    user_id: facts.userId ?? "",
    tags: facts.tags ?? [],
    prompt_name: facts.promptName ?? "",
    prompt_version: facts.promptVersion ?? "",
    environment: facts.environment ?? "",
    release: facts.release ?? "",
    trace_name: facts.traceName ?? "",
  };
}

function contentColumns(facts: SpanFacts) {
  const { inputMessages = [], outputMessages = [] } = facts;
  return {
    input_messages: inputMessages,
    output_messages: outputMessages,
    tool_calls: toolCallsOf(outputMessages),
    system_instructions: facts.systemInstructions ?? "",
    tool_definitions: facts.toolDefinitions ?? "",
  };
}

function outcomeColumns(facts: SpanFacts) {
  return {
    reported_input_cost_usd: facts.reportedInputCostUsd ?? null,
    reported_output_cost_usd: facts.reportedOutputCostUsd ?? null,
    reported_cost_usd: facts.reportedCostUsd ?? null,
    region: facts.region ?? "",
    level: facts.level ?? "",
    scores: facts.scores ?? [],
    gateway_cache: facts.gatewayCache ?? "",
    retry_count: facts.retryCount ?? null,
    fallback_count: facts.fallbackCount ?? null,
    request_id: facts.requestId ?? "",
  };
}

function requestColumns(facts: SpanFacts) {
  return {
    is_streaming: facts.isStreaming ?? null,
    finish_reasons:
      facts.finishReasons ?? (facts.outputMessages ?? []).flatMap((message) => message.finish_reason ?? []),
    service_tier: facts.serviceTier ?? "",
    request_max_tokens: facts.requestMaxTokens ?? null,
    request_temperature: facts.requestTemperature ?? null,
    request_top_p: facts.requestTopP ?? null,
  };
}

function operationOf(span: OtlpSpan, { dialect, draft: { facts } }: CollectedFacts): string {
  if (facts.operation !== undefined) return canonicalOperation(facts.operation);
  return dialect === NO_DIALECT ? "" : (inferOperation(span.name, facts) ?? "");
}
