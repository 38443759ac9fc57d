import type { OtlpSpan } from "@parapet/span";

import type { DemoToolUse, DemoTrace } from "./demo-trace.ts";
import { otlpSpanOf, spanEvent, spanKind } from "./otlp-span-of.ts";

const SCOPE = "openinference.instrumentation.demo";

/** The trace by OpenInference: chain, retriever, and model, with indexed message attributes. */
export function openInferenceSpans(trace: DemoTrace): readonly OtlpSpan[] {
  const { agent } = trace;
  if (agent === null) return [callSpan(trace)];
  const chain = otlpSpanOf(trace, {
    spanId: agent.spanId,
    parentSpanId: "",
    name: trace.app.agent,
    kind: spanKind.internal,
    startMs: trace.startMs,
    durationMs: agent.durationMs,
    scopeName: SCOPE,
    attributes: { "openinference.span.kind": "CHAIN", "session.id": trace.sessionId, "user.id": trace.userId },
    error: trace.call.error,
  });
  const retriever = agent.tool === null ? [] : [retrieverSpan(trace, agent.spanId, agent.tool)];
  return [chain, ...retriever, callSpan(trace)];
}

function retrieverSpan(trace: DemoTrace, parentSpanId: string, { query, result, ...timing }: DemoToolUse): OtlpSpan {
  return otlpSpanOf(trace, {
    ...timing,
    parentSpanId,
    name: trace.app.tool,
    kind: spanKind.internal,
    scopeName: SCOPE,
    attributes: {
      "openinference.span.kind": "RETRIEVER",
      "retrieval.documents.0.document.id": query,
      "retrieval.documents.0.document.content": result,
      "retrieval.documents.0.document.score": 0.8,
      "session.id": trace.sessionId,
    },
  });
}

function callSpan(trace: DemoTrace): OtlpSpan {
  const { call } = trace;
  return otlpSpanOf(trace, {
    spanId: call.spanId,
    parentSpanId: trace.agent?.spanId ?? "",
    name: "ChatCompletion",
    kind: spanKind.client,
    startMs: call.startMs,
    durationMs: call.durationMs,
    scopeName: SCOPE,
    attributes: {
      "openinference.span.kind": "LLM",
      "llm.provider": call.model.provider,
      "llm.system": call.model.legacySystem,
      "llm.model_name": call.model.requestModel,
      "llm.invocation_parameters": JSON.stringify({ temperature: 0, stream: true }),
      "llm.token_count.prompt": call.inputTokens,
      "llm.token_count.completion": call.outputTokens,
      "llm.token_count.total": call.inputTokens + call.outputTokens,
      "session.id": trace.sessionId,
      "user.id": trace.userId,
      "error.type": call.error,
      ...messageAttributes(trace),
    },
    events: call.ttftMs === null ? [] : [spanEvent("First Token Stream Event", call.startMs + call.ttftMs, {})],
    error: call.error,
  });
}

function messageAttributes({ app, call }: DemoTrace): Readonly<Record<string, string>> {
  const input = {
    "llm.input_messages.0.message.role": "system",
    "llm.input_messages.0.message.content": app.systemPrompt,
    "llm.input_messages.1.message.role": "user",
    "llm.input_messages.1.message.content": call.question,
  };
  if (call.error !== null) return input;
  return {
    ...input,
    "llm.output_messages.0.message.role": "assistant",
    "llm.output_messages.0.message.content": call.answer,
  };
}
