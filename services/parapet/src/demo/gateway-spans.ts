import type { OtlpSpan } from "@parapet/span";

import type { DemoCall, DemoTrace } from "./demo-trace.ts";
import { gatewayService, otlpSpanOf, spanKind, type SpanParts } from "./otlp-span-of.ts";

/** US dollars per token in the gateway's own list, which knows no discount for cached input. */
const LISTED_USD = { input: 0.15e-6, output: 0.6e-6 } as const;

/** What a LiteLLM proxy tells of a call that went through it: the request, and below it the provider's raw answer. */
export function gatewaySpans(trace: DemoTrace): readonly OtlpSpan[] {
  if (trace.app.isBehindGateway !== true) return [];
  return trace.call.isCacheHit ? [requestSpan(trace)] : [requestSpan(trace), rawSpan(trace)];
}

const requestId = (call: DemoCall): string => `aaaa${call.spanId.slice(4)}`;

function requestSpan(trace: DemoTrace): OtlpSpan {
  const { call } = trace;
  return otlpSpanOf(trace, {
    ...inside(call, 1),
    spanId: requestId(call),
    parentSpanId: call.spanId,
    name: "litellm_request",
    attributes: {
      "llm.request.type": "acompletion",
      "llm.is_streaming": "True",
      "gen_ai.system": call.model.legacySystem,
      "gen_ai.request.model": call.model.requestModel,
      "gen_ai.response.model": call.model.responseModel,
      "gen_ai.response.id": `chatcmpl-${call.spanId}`,
      "gen_ai.usage.input_tokens": call.inputTokens,
      "gen_ai.usage.output_tokens": call.outputTokens,
      "gen_ai.usage.cache_read.input_tokens": call.cachedTokens,
      "gen_ai.cost.total_cost": call.isCacheHit ? 0 : listedUsd(call),
      "metadata.user_api_key_end_user_id": trace.userId,
      "metadata.cache_hit": call.isCacheHit ? "True" : "False",
      "metadata.attempted_retries": call.retries,
    },
  });
}

function rawSpan(trace: DemoTrace): OtlpSpan {
  const { call } = trace;
  const counts = `'prompt_tokens': ${call.inputTokens}, 'completion_tokens': ${call.outputTokens}`;
  return otlpSpanOf(trace, {
    ...inside(call, 2),
    spanId: `bbbb${call.spanId.slice(4)}`,
    parentSpanId: requestId(call),
    name: "raw_gen_ai_request",
    attributes: {
      "llm.openai.id": `chatcmpl-${call.spanId}`,
      "llm.openai.model": call.model.responseModel,
      "llm.openai.usage": `{${counts}, 'prompt_tokens_details': {'cached_tokens': ${call.cachedTokens}}}`,
    },
  });
}

function inside(
  call: DemoCall,
  depth: number,
): Pick<SpanParts, "startMs" | "durationMs" | "kind" | "scopeName" | "service"> {
  const marginMs = Math.min(2, call.durationMs / 10) * depth;
  return {
    startMs: call.startMs + marginMs,
    durationMs: call.durationMs - 2 * marginMs,
    kind: spanKind.client,
    scopeName: "litellm",
    service: gatewayService,
  };
}

function listedUsd({ inputTokens, outputTokens }: DemoCall): number {
  return Number((inputTokens * LISTED_USD.input + outputTokens * LISTED_USD.output).toPrecision(12));
}
