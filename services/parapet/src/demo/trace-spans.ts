import type { OtlpSpan } from "@parapet/span";

import type { DemoTrace } from "./demo-trace.ts";
import { legacyGenAiSpans } from "./dialect-otel-genai-legacy.ts";
import { otelGenAiSpans } from "./dialect-otel-genai.ts";
import { openInferenceSpans } from "./dialect-openinference.ts";
import { vercelAiSdkSpans } from "./dialect-vercel-ai-sdk.ts";
import { engineSpans } from "./engine-spans.ts";
import { gatewaySpans } from "./gateway-spans.ts";

/** The spans of a trace, of all who tell of it; a parent comes before its children. */
export function traceSpans(trace: DemoTrace): readonly OtlpSpan[] {
  return [...applicationSpans(trace), ...gatewaySpans(trace), ...engineSpans(trace)];
}

/** In the dialect of the application. */
function applicationSpans(trace: DemoTrace): readonly OtlpSpan[] {
  switch (trace.app.dialect) {
    case "otel_genai":
      return otelGenAiSpans(trace);
    case "otel_genai_legacy":
      return legacyGenAiSpans(trace);
    case "openinference":
      return openInferenceSpans(trace);
    case "vercel_ai_sdk":
      return vercelAiSdkSpans(trace);
    default:
      return trace.app.dialect satisfies never;
  }
}
