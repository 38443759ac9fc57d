import type { OtlpSpan } from "@parapet/span";

import type { DemoTrace } from "./demo-trace.ts";
import { engineService, otlpSpanOf, spanKind } from "./otlp-span-of.ts";

/** What vLLM tells of the requests that it traces: the counts again, and how long each phase took, in seconds. */
export function engineSpans(trace: DemoTrace): readonly OtlpSpan[] {
  const { call } = trace;
  if (call.model.provider !== "vllm" || !call.isTracedByEngine || call.ttftMs === null) return [];
  const queueMs = call.ttftMs * 0.4;
  const span = otlpSpanOf(trace, {
    spanId: `cccc${call.spanId.slice(4)}`,
    parentSpanId: call.spanId,
    name: "llm_request",
    kind: spanKind.server,
    startMs: call.startMs + 1,
    durationMs: call.durationMs - 2,
    scopeName: "vllm.llm_engine",
    service: engineService,
    attributes: {
      "gen_ai.request.id": `chatcmpl-${call.spanId}`,
      "gen_ai.response.model": call.model.responseModel,
      "gen_ai.usage.prompt_tokens": call.inputTokens,
      "gen_ai.usage.completion_tokens": call.outputTokens,
      "gen_ai.latency.time_in_queue": queueMs / 1_000,
      "gen_ai.latency.time_to_first_token": (call.ttftMs - 1) / 1_000,
      "gen_ai.latency.time_in_model_prefill": (call.ttftMs - 1 - queueMs) / 1_000,
      "gen_ai.latency.time_in_model_decode": (call.durationMs - 1 - call.ttftMs) / 1_000,
      "gen_ai.latency.e2e": (call.durationMs - 2) / 1_000,
    },
  });
  return [span];
}
