import type { OtlpSpan } from "@parapet/span";

import type { DemoTrace } from "./demo-trace.ts";
import { otlpSpanOf, spanEvent, spanKind } from "./otlp-span-of.ts";

const SCOPE = "genai.instrumentation";

/**
 * The trace by the OpenTelemetry GenAI conventions 1.27: `gen_ai.system`, prompt and completion as span events.
 * That era knows no time to first token.
 */
export function legacyGenAiSpans(trace: DemoTrace): readonly OtlpSpan[] {
  const { agent, app, call } = trace;
  if (agent === null) return [callSpan(trace)];
  const root = otlpSpanOf(trace, {
    spanId: agent.spanId,
    parentSpanId: "",
    name: app.agent,
    kind: spanKind.internal,
    startMs: trace.startMs,
    durationMs: agent.durationMs,
    scopeName: SCOPE,
    attributes: { "session.id": trace.sessionId },
    error: call.error,
  });
  return [root, callSpan(trace)];
}

function callSpan(trace: DemoTrace): OtlpSpan {
  const { call } = trace;
  return otlpSpanOf(trace, {
    spanId: call.spanId,
    parentSpanId: trace.agent?.spanId ?? "",
    name: `chat ${call.model.requestModel}`,
    kind: spanKind.client,
    startMs: call.startMs,
    durationMs: call.durationMs,
    scopeName: SCOPE,
    attributes: {
      "gen_ai.system": call.model.legacySystem,
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": call.model.requestModel,
      "gen_ai.request.max_tokens": 4_096,
      "gen_ai.response.model": call.error === null ? call.model.responseModel : null,
      "gen_ai.response.id": call.error === null ? `msg_${call.spanId}` : null,
      "gen_ai.response.finish_reasons": call.error === null ? ["end_turn"] : null,
      "gen_ai.usage.input_tokens": call.inputTokens,
      "gen_ai.usage.output_tokens": call.outputTokens,
      "session.id": trace.sessionId,
      "enduser.id": trace.userId,
      "server.address": call.model.serverAddress,
      "error.type": call.error,
    },
    events: contentEvents(trace),
    error: call.error,
  });
}

function contentEvents({ app, call }: DemoTrace): ReturnType<typeof spanEvent>[] {
  const prompt = [
    { role: "system", content: app.systemPrompt },
    { role: "user", content: call.question },
  ];
  const events = [spanEvent("gen_ai.content.prompt", call.startMs, { "gen_ai.prompt": JSON.stringify(prompt) })];
  if (call.error !== null) return events;
  const completion = JSON.stringify([{ role: "assistant", content: call.answer }]);
  const endMs = call.startMs + call.durationMs;
  return [...events, spanEvent("gen_ai.content.completion", endMs, { "gen_ai.completion": completion })];
}
