import type { OtlpSpan, SpanEvent } from "@parapet/span";

import type { DemoToolUse, DemoTrace } from "./demo-trace.ts";
import { otlpSpanOf, spanEvent, spanKind } from "./otlp-span-of.ts";

const SCOPE = "opentelemetry.instrumentation.genai";

/** The trace by the OpenTelemetry GenAI conventions 1.41: `gen_ai.provider.name`, messages as JSON attributes. */
export function otelGenAiSpans(trace: DemoTrace): readonly OtlpSpan[] {
  return [...agentSpans(trace), callSpan(trace)];
}

function agentSpans(trace: DemoTrace): readonly OtlpSpan[] {
  const { agent, app, call } = trace;
  if (agent === null) return [];
  const root = otlpSpanOf(trace, {
    spanId: agent.spanId,
    parentSpanId: "",
    name: `invoke_agent ${app.agent}`,
    kind: spanKind.internal,
    startMs: trace.startMs,
    durationMs: agent.durationMs,
    scopeName: SCOPE,
    attributes: {
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": app.agent,
      "gen_ai.conversation.id": trace.sessionId,
      "user.id": trace.userId,
    },
    error: call.error,
  });
  return agent.tool === null ? [root] : [root, toolSpan(trace, agent.spanId, agent.tool)];
}

function toolSpan(trace: DemoTrace, parentSpanId: string, tool: DemoToolUse): OtlpSpan {
  return otlpSpanOf(trace, {
    spanId: tool.spanId,
    parentSpanId,
    name: `execute_tool ${trace.app.tool}`,
    kind: spanKind.internal,
    startMs: tool.startMs,
    durationMs: tool.durationMs,
    scopeName: SCOPE,
    attributes: {
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": trace.app.tool,
      "gen_ai.tool.call.id": `call_${tool.spanId}`,
      "gen_ai.tool.call.arguments": JSON.stringify({ query: tool.query }),
      "gen_ai.tool.call.result": JSON.stringify(tool.result),
      "gen_ai.conversation.id": trace.sessionId,
    },
  });
}

function callSpan(trace: DemoTrace): OtlpSpan {
  const { call, app } = trace;
  return otlpSpanOf(trace, {
    spanId: call.spanId,
    parentSpanId: trace.agent?.spanId ?? "",
    name: `chat ${call.model.requestModel}`,
    kind: spanKind.client,
    startMs: call.startMs,
    durationMs: call.durationMs,
    scopeName: SCOPE,
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": call.model.provider,
      "gen_ai.request.model": call.model.requestModel,
      "gen_ai.request.stream": true,
      "gen_ai.request.temperature": 0.3,
      "gen_ai.request.max_tokens": 1_024,
      "server.address": call.model.serverAddress,
      "gen_ai.conversation.id": trace.sessionId,
      "user.id": trace.userId,
      "gen_ai.prompt.name": app.service,
      "gen_ai.system_instructions": JSON.stringify([{ type: "text", content: app.systemPrompt }]),
      "gen_ai.input.messages": JSON.stringify([message("user", call.question)]),
      "gen_ai.usage.input_tokens": call.inputTokens,
      "gen_ai.usage.output_tokens": call.outputTokens,
      "error.type": call.error,
      ...answerAttributes(trace),
    },
    events: call.error === null ? evaluationEvents(trace) : [],
    error: call.error,
  });
}

function answerAttributes({ call }: DemoTrace): Readonly<Record<string, string | number | readonly string[] | null>> {
  if (call.error !== null) return {};
  return {
    "gen_ai.response.id": `chatcmpl-${call.spanId}`,
    "gen_ai.response.model": call.model.responseModel,
    "gen_ai.response.finish_reasons": ["stop"],
    "gen_ai.response.time_to_first_chunk": call.ttftMs === null ? null : call.ttftMs / 1_000,
    "gen_ai.output.messages": JSON.stringify([{ ...message("assistant", call.answer), finish_reason: "stop" }]),
    "gen_ai.usage.cache_read.input_tokens": call.cachedTokens,
  };
}

/** What an evaluator said of the answer, in an event of the call. */
function evaluationEvents({ call }: DemoTrace): readonly SpanEvent[] {
  if (call.relevance === null) return [];
  const result = {
    "gen_ai.evaluation.name": "relevance",
    "gen_ai.evaluation.score.value": call.relevance,
    "gen_ai.evaluation.score.label": call.relevance < 0.7 ? "partly" : "relevant",
  };
  return [spanEvent("gen_ai.evaluation.result", call.startMs + call.durationMs, result)];
}

function message(role: string, content: string): object {
  return { role, parts: [{ type: "text", content }] };
}
