import type { OtlpSpan } from "@parapet/span";

import type { DemoToolUse, DemoTrace } from "./demo-trace.ts";
import { otlpSpanOf, spanKind } from "./otlp-span-of.ts";

const SCOPE = "ai";

/** The trace by the Vercel AI SDK 5: `ai.streamText` around the call and its tool, each with `ai.*` attributes. */
export function vercelAiSdkSpans(trace: DemoTrace): readonly OtlpSpan[] {
  const { agent } = trace;
  if (agent === null) return [callSpan(trace)];
  const root = otlpSpanOf(trace, {
    spanId: agent.spanId,
    parentSpanId: "",
    name: "ai.streamText",
    kind: spanKind.internal,
    startMs: trace.startMs,
    durationMs: agent.durationMs,
    scopeName: SCOPE,
    attributes: { ...operationOf(trace, "ai.streamText"), ...callerOf(trace) },
    error: trace.call.error,
  });
  const tool = agent.tool === null ? [] : [toolSpan(trace, agent.spanId, agent.tool)];
  return [root, ...tool, callSpan(trace)];
}

function operationOf({ app }: DemoTrace, id: string): Readonly<Record<string, string>> {
  return { "operation.name": `${id} ${app.agent}`, "ai.operationId": id, "ai.telemetry.functionId": app.agent };
}

function callerOf({ sessionId, userId }: DemoTrace): Readonly<Record<string, string>> {
  return { "ai.telemetry.metadata.sessionId": sessionId, "ai.telemetry.metadata.userId": userId };
}

function toolSpan(trace: DemoTrace, parentSpanId: string, { query, result, ...timing }: DemoToolUse): OtlpSpan {
  return otlpSpanOf(trace, {
    ...timing,
    parentSpanId,
    name: "ai.toolCall",
    kind: spanKind.internal,
    scopeName: SCOPE,
    attributes: {
      ...operationOf(trace, "ai.toolCall"),
      "ai.toolCall.name": trace.app.tool,
      "ai.toolCall.id": `call_${timing.spanId}`,
      "ai.toolCall.args": JSON.stringify({ query }),
      "ai.toolCall.result": JSON.stringify(result),
    },
  });
}

function callSpan(trace: DemoTrace): OtlpSpan {
  const { call } = trace;
  return otlpSpanOf(trace, {
    spanId: call.spanId,
    parentSpanId: trace.agent?.spanId ?? "",
    name: "ai.streamText.doStream",
    kind: spanKind.internal,
    startMs: call.startMs,
    durationMs: call.durationMs,
    scopeName: SCOPE,
    attributes: {
      ...operationOf(trace, "ai.streamText.doStream"),
      ...callerOf(trace),
      "ai.model.provider": `${call.model.provider}.chat`,
      "ai.model.id": call.model.requestModel,
      "ai.prompt.messages": JSON.stringify(promptOf(trace)),
      "error.type": call.error,
      ...answerAttributes(trace),
    },
    error: call.error,
  });
}

function promptOf({ app, call }: DemoTrace): readonly object[] {
  return [
    { role: "system", content: app.systemPrompt },
    { role: "user", content: [{ type: "text", text: call.question }] },
  ];
}

function answerAttributes({ call }: DemoTrace): Readonly<Record<string, string | number | null>> {
  if (call.error !== null) return {};
  return {
    "ai.response.id": `chatcmpl-${call.spanId}`,
    "ai.response.model": call.model.responseModel,
    "ai.response.finishReason": "stop",
    "ai.response.msToFirstChunk": call.ttftMs,
    "ai.response.text": call.answer,
    "ai.usage.inputTokens": call.inputTokens,
    "ai.usage.cachedInputTokens": call.cachedTokens,
    "ai.usage.outputTokens": call.outputTokens,
    "ai.usage.totalTokens": call.inputTokens + call.outputTokens,
  };
}
